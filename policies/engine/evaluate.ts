/** Holds resources to rules, by the settings of their stack. */
import type { PolicyLevel, PolicySettings } from "../../config/policies.ts";
import { canonical } from "./canonical.ts";
import type { Resource, Rule, Severity } from "./rule.ts";
import { exceptionFor, levelOf } from "./settings.ts";
import { Stack } from "./stack.ts";

export interface Finding {
  rule: string;
  severity: Severity;
  level: Exclude<PolicyLevel, "disabled">;
  urn: string;
  /** What is wrong. */
  message: string;
  fix: string;
}

export interface Evaluation {
  settings: PolicySettings;
  /** The day exceptions are judged by, such as 2026-11-21. */
  today: string;
}

/** What the rules find in a whole stack, by rule and then by URN. */
export function evaluate(rules: readonly Rule[], resources: Resource[], evaluation: Evaluation): Finding[] {
  const stack = new Stack(resources.map(canonical));
  const byUrn = stack.resources.toSorted((one, other) => (one.urn < other.urn ? -1 : 1));
  return rules.flatMap((rule) => byUrn.flatMap((resource) => judge(rule, resource, stack, evaluation)));
}

/** What one rule finds in one resource, which is canonical as those of its stack. */
export function judge(rule: Rule, resource: Resource, stack: Stack, { settings, today }: Evaluation): Finding[] {
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

/** What a rule says of inputs that it cannot read: they would get past it otherwise. */
export const unreadable = "Its inputs cannot be judged: one of them is of another kind than its type says.";

function problemsOf(rule: Rule, resource: Resource, stack: Stack): string[] {
  const judged = () => ("check" in rule ? rule.check(resource) : rule.checkIn(resource, stack));
  return readable(() => (rule.on(resource) ? judged() : []), [unreadable]);
}

/** Whether the rule looks at the resource, which is canonical. */
export function isAbout(rule: Rule, resource: Resource): boolean {
  return readable(() => rule.on(resource), true);
}

/** A text where a list or an object belongs is the provider's to refuse, and no reason to end without any finding. */
function readable<Answer>(ask: () => Answer, otherwise: Answer): Answer {
  try {
    return ask();
  } catch (error) {
    if (error instanceof TypeError) {
      return otherwise;
    }
    throw error;
  }
}
