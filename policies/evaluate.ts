/** Holds resources to rules, by the settings of their stack. */
import type { PolicyLevel, PolicySettings } from "../config/policies.ts";
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
  mend: string;
}

export interface Evaluation {
  settings: PolicySettings;
  /** The day exceptions are judged by, such as 2026-11-21. */
  today: string;
}

/** What the rules find in a whole stack, by rule and then by URN. */
export function evaluate(rules: readonly Rule[], resources: Resource[], evaluation: Evaluation): Finding[] {
  const stack = new Stack(resources);
  const byUrn = resources.toSorted((one, other) => (one.urn < other.urn ? -1 : 1));
  return rules.flatMap((rule) => byUrn.flatMap((resource) => judge(rule, resource, stack, evaluation)));
}

/** What one rule finds in one resource. */
export function judge(rule: Rule, resource: Resource, stack: Stack, { settings, today }: Evaluation): Finding[] {
  const level = levelOf(settings, rule.name);
  if (level === "disabled" || !rule.on(resource)) {
    return [];
  }
  const { inForce, ended } = exceptionFor(settings, rule.name, resource.urn, today);
  if (inForce) {
    return [];
  }
  const problems = "check" in rule ? rule.check(resource) : rule.checkIn(resource, stack);
  return problems.map((problem) => ({
    rule: rule.name,
    severity: rule.severity,
    level,
    urn: resource.urn,
    message: ended ? `${problem} The exception "${ended.reason}" ended on ${ended.until}.` : problem,
    mend: rule.mend,
  }));
}
