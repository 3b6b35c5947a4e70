/** Settings of a stack: the level of each rule, and exceptions for resources. */
import { z } from "zod";
import { check } from "../../lib/diagnostics/check.ts";
import { ConfigError } from "../../lib/diagnostics/configError.ts";
import type { Problem } from "../../lib/diagnostics/problem.ts";
import { nearest } from "../../lib/nearest.ts";
import { formatPath, type Path } from "../../lib/path.ts";
import type { Rule } from "./rule.ts";
import { type PolicyLevel, type PolicySettings, policies } from "./settingsSchema.ts";

/**
 * Parses the settings in a stack's config.
 *
 * @param value of the key `policies`; undefined gives the defaults.
 * @param stack name of the stack, where there is one.
 * @throws ConfigError naming every problem.
 */
export function parsePolicySettings(value: unknown, rules: readonly Rule[], stack?: string): PolicySettings {
  const schema = z.strictObject({ policies: policies.prefault({}) });
  const { data, problems } = check(schema, { policies: value });
  const all = data === undefined ? problems : unknownNames(data.policies, rules);
  if (data === undefined || all.length > 0) {
    throw new ConfigError(all, stack);
  }
  return data.policies;
}

export function levelOf({ levels }: PolicySettings, rule: string): PolicyLevel {
  return (Object.hasOwn(levels, rule) ? levels[rule] : levels.all) ?? "mandatory";
}

export type Exception = PolicySettings["exceptions"][number];

/** The exception that covers a resource, and whether it is in force or has ended. @param today such as 2026-11-21 */
export function exceptionFor(
  { exceptions }: PolicySettings,
  rule: string,
  urn: string,
  today: string,
): { inForce?: Exception; ended?: Exception } {
  const covering = exceptions.filter((exception) => exception.rule === rule && coversUrn(exception.urn, urn));
  const inForce = covering.find(({ until }) => today <= until);
  const [ended] = covering;
  return inForce ? { inForce } : ended ? { ended } : {};
}

/** Whether a pattern, in which `*` is any text, matches the whole URN. */
export function coversUrn(pattern: string, urn: string): boolean {
  const literals = pattern.split("*").map((text) => text.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${literals.join(".*")}$`, "s").test(urn);
}

/** Names in the settings that no rule has. */
function unknownNames({ levels, exceptions }: PolicySettings, rules: readonly Rule[]): Problem[] {
  const names = rules.map(({ name }) => name);
  const ofLevels = Object.entries(levels)
    .filter(([name]) => name !== "all" && !names.includes(name))
    .map(([name, level]) => unknownLevel(name, level, ["all", ...names]));
  const ofExceptions = exceptions.flatMap(({ rule }, index) =>
    names.includes(rule) ? [] : [unknownRule(index, rule, names)],
  );
  return [...ofLevels, ...ofExceptions];
}

function unknownLevel(name: string, level: PolicyLevel, known: string[]): Problem {
  const path = ["policies", "levels", name];
  const { meant, ...problem } = unknownName(path, name, known);
  const to = ["policies", "levels", meant ?? ""];
  return { ...problem, fix: meant ? { kind: "rename", path, to, value: level } : { kind: "remove", paths: [path] } };
}

function unknownRule(index: number, name: string, known: string[]): Problem {
  const path = ["policies", "exceptions", index, "rule"];
  const { meant, ...problem } = unknownName(path, name, known);
  return { ...problem, fix: { kind: "set", path, value: meant ?? "<rule>" } };
}

function unknownName(path: Path, name: string, known: string[]) {
  const meant = nearest(name, known);
  return {
    path: formatPath(path),
    expected: meant === undefined ? "the name of a rule (docs/policies.md lists them)" : `the name ${meant}`,
    found: JSON.stringify(name),
    meant,
  };
}
