/** Holds a render to the rules of the policy pack, by the stack's own settings. */
import { ConfigCommands, dotted, project } from "../../config/commands.ts";
import type { PolicySettings } from "../../config/policies.ts";
import type { GraphResource } from "../../graph/resource.ts";
import { canonical } from "../../policies/engine/canonical.ts";
import { evaluate, type Finding, isAbout } from "../../policies/engine/evaluate.ts";
import type { Resource } from "../../policies/engine/rule.ts";
import { coversUrn, parsePolicySettings } from "../../policies/engine/settings.ts";
import { rules } from "../../policies/rules/families.ts";
import type { Message } from "./messages.ts";

export interface JudgedStack {
  /** Its name. */
  stack: string;
  /** Its raw values by full key. */
  config: Record<string, string>;
}

/**
 * @param today the day that exceptions are judged by, such as 2026-11-21
 * @throws ConfigError for settings that name no rule
 */
export function policyFindings(
  resources: GraphResource[],
  { today, ...stack }: JudgedStack & { today: string },
): Finding[] {
  return evaluate(rules, resources.map(judged), { settings: settingsIn(stack), today });
}

/** Notices of exceptions that cover no resource: they are left over, or their pattern is wrong. */
export function idleExceptions(resources: GraphResource[], stack: JudgedStack): Message[] {
  const settings = settingsIn(stack);
  const commands = new ConfigCommands(stack.stack);
  const all = resources.map(judged).map(canonical);
  return settings.exceptions.flatMap(({ rule, urn }, index) => {
    const excepted = rules.filter(({ name }) => name === rule);
    const covered = all.some((each) => coversUrn(urn, each.urn) && excepted.some((one) => isAbout(one, each)));
    const path = ["policies", "exceptions", index];
    const message = `${dotted(path)} covers nothing: ${rule} is about no resource whose whole URN is like ${urn}. Fix it with a URN from findings.json, or: ${commands.remove(path)}`;
    return covered ? [] : [{ severity: "warning" as const, urn: null, message }];
  });
}

/** @throws ConfigError for settings that name no rule */
function settingsIn({ config, stack }: JudgedStack): PolicySettings {
  const given = config[`${project}:policies`];
  return parsePolicySettings(given === undefined ? undefined : JSON.parse(given), rules, stack);
}

function judged({ parent, inputs, ...resource }: GraphResource): Resource {
  return { ...resource, parent: parent ?? undefined, inputs: Object(inputs) };
}
