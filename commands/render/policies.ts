/** Checks a render against the rules of the policy pack, with the settings of the stack. */
import type { Finding } from "../../graph/finding.ts";
import type { Message } from "../../graph/message.ts";
import type { Resource } from "../../graph/resource.ts";
import { ConfigCommands, project } from "../../lib/configCommands.ts";
import { formatPath } from "../../lib/path.ts";
import { canonical } from "../../policies/engine/canonical.ts";
import { appliesTo, evaluate } from "../../policies/engine/evaluate.ts";
import { coversUrn, parsePolicySettings } from "../../policies/engine/settings.ts";
import type { PolicySettings } from "../../policies/engine/settingsSchema.ts";
import { rules } from "../../policies/rules/families.ts";

export interface CheckedStack {
  /** Name of the stack. */
  stack: string;
  /** Raw config values of the stack by full key. */
  config: Record<string, string>;
}

/**
 * @param today the day on which exceptions are in force or have ended, such as 2026-11-21
 * @throws ConfigError for settings that name no rule
 */
export function policyFindings(
  resources: Resource[],
  { today, ...stack }: CheckedStack & { today: string },
): Finding[] {
  return evaluate(rules, resources, { settings: settingsIn(stack), today });
}

/** Warnings about exceptions that cover no resource, because they are outdated or their pattern is wrong. */
export function idleExceptions(resources: Resource[], stack: CheckedStack): Message[] {
  const settings = settingsIn(stack);
  const commands = new ConfigCommands(stack.stack);
  const all = resources.map(canonical);
  return settings.exceptions.flatMap(({ rule, urn }, index) => {
    const excepted = rules.filter(({ name }) => name === rule);
    const covered = all.some((each) => coversUrn(urn, each.urn) && excepted.some((one) => appliesTo(one, each)));
    const path = ["policies", "exceptions", index];
    const message = `${formatPath(path)} covers nothing: ${rule} applies to no resource whose whole URN matches ${urn}. Fix: take a URN from findings.json, or remove the exception: ${commands.remove(path)}`;
    return covered ? [] : [{ severity: "warning" as const, urn: null, message }];
  });
}

/** @throws ConfigError for settings that name no rule */
function settingsIn({ config, stack }: CheckedStack): PolicySettings {
  const given = config[`${project}:policies`];
  return parsePolicySettings(given === undefined ? undefined : JSON.parse(given), rules, stack);
}
