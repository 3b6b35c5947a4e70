/** Checks resources against rules, with the settings of their stack. */

import type { Finding } from "../../graph/finding.ts";
import type { Resource } from "../../graph/resource.ts";
import { compareTexts } from "../../lib/compareTexts.ts";
import { canonical } from "./canonical.ts";
import type { Rule } from "./rule.ts";
import { exceptionFor, levelOf } from "./settings.ts";
import type { PolicySettings } from "./settingsSchema.ts";
import { Stack } from "./stack.ts";

export interface Evaluation {
  settings: PolicySettings;
  /** The day exceptions are judged by, such as 2026-11-21. */
  today: string;
}

/** Findings of rules in a whole stack, ordered by rule and then by URN. */
export function evaluate(rules: readonly Rule[], resources: Resource[], evaluation: Evaluation): Finding[] {
  const stack = new Stack(resources.map(canonical));
  const byUrn = stack.resources.toSorted((one, other) => compareTexts(one.urn, other.urn));
  return rules.flatMap((rule) => byUrn.flatMap((resource) => findingsOf(rule, resource, stack, evaluation)));
}

/** Findings of one rule in one resource. The resource and those of its stack are canonical. */
export function findingsOf(rule: Rule, resource: Resource, stack: Stack, { settings, today }: Evaluation): Finding[] {
  const level = levelOf(settings, rule.name);
  if (level === "disabled") {
    return [];
  }
  const { inForce, ended } = exceptionFor(settings, rule.name, resource.urn, today);
  if (inForce) {
    return [];
  }
  return problemsOf(rule, resource, stack).map((problem) => ({
    rule: rule.name,
    severity: rule.severity,
    level,
    urn: resource.urn,
    message: ended ? `${problem} The exception "${ended.reason}" ended on ${ended.until}.` : problem,
    fix: rule.fix,
  }));
}

/** The finding for inputs that a rule cannot read: without it, they would pass. */
export const unreadable = "Its inputs cannot be checked: one of them has another type than the resource declares.";

function problemsOf(rule: Rule, resource: Resource, stack: Stack): string[] {
  const judged = () => ("check" in rule ? rule.check(resource) : rule.checkIn(resource, stack));
  return orIfUnreadable(() => (rule.on(resource) ? judged() : []), [unreadable]);
}

/** Whether the rule applies to the resource, which is canonical. */
export function appliesTo(rule: Rule, resource: Resource): boolean {
  return orIfUnreadable(() => rule.on(resource), true);
}

/** A text in the place of a list or an object makes a rule throw. The provider refuses it; other findings must still be shown. */
function orIfUnreadable<Answer>(ask: () => Answer, otherwise: Answer): Answer {
  try {
    return ask();
  } catch (error) {
    if (error instanceof TypeError) {
      return otherwise;
    }
    throw error;
  }
}
