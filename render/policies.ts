/** Holds a render to the rules of the policy pack, by the stack's own settings. */
import { project } from "../config/problems.ts";
import { evaluate, type Finding } from "../policies/evaluate.ts";
import { rules } from "../policies/rules.ts";
import { parsePolicySettings } from "../policies/settings.ts";
import type { GraphResource } from "./graph.ts";

/**
 * @param config raw values of the stack by full key
 * @param today the day that exceptions are judged by, such as 2026-11-21
 * @throws ConfigError for settings that name no rule
 */
export function policyFindings(resources: GraphResource[], config: Record<string, string>, today: string): Finding[] {
  const given = config[`${project}:policies`];
  const settings = parsePolicySettings(given === undefined ? undefined : JSON.parse(given), rules);
  const judged = resources.map(({ parent, inputs, ...resource }) => ({
    ...resource,
    parent: parent ?? undefined,
    inputs: Object(inputs),
  }));
  return evaluate(rules, judged, { settings, today });
}
