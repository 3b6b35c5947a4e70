/** Settings of a stack: the level of each rule, and exceptions for resources. */
import { z } from "zod";
import { ConfigCommands, dotted } from "../../config/commands.ts";
import { type PolicyLevel, type PolicySettings, policies } from "../../config/policies.ts";
import { ConfigError, type Problem, problemsOf } from "../../config/problems.ts";
import { likely } from "../../lib/nearest.ts";
import type { PathSegment } from "../../lib/schema.ts";
import type { Rule } from "./rule.ts";

/**
 * Parses the settings in a stack's config.
 *
 * @param value of the key `policies`; undefined gives the defaults.
 * @param stack name of the stack, where there is one.
 * @throws ConfigError naming every problem.
 */
export function parsePolicySettings(value: unknown, rules: readonly Rule[], stack?: string): PolicySettings {
  const schema = z.strictObject({ policies: policies.prefault({}) });
  const result = schema.safeParse({ policies: value });
  if (!result.success) {
    throw new ConfigError(problemsOf(result.error, schema, { policies: value }, stack));
  }
  checkNames(result.data.policies, rules, new ConfigCommands(stack));
  return result.data.policies;
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

/** @throws ConfigError for names that no rule has */
function checkNames({ levels, exceptions }: PolicySettings, rules: readonly Rule[], commands: ConfigCommands): void {
  const names = rules.map(({ name }) => name);
  const ofLevels = Object.entries(levels)
    .filter(([name]) => name !== "all" && !names.includes(name))
    .map(([name, level]) => unknownLevel(name, level, ["all", ...names], commands));
  const ofExceptions = exceptions.flatMap(({ rule }, index) =>
    names.includes(rule) ? [] : [unknownRule(index, rule, names, commands)],
  );
  if (ofLevels.length + ofExceptions.length > 0) {
    throw new ConfigError([...ofLevels, ...ofExceptions]);
  }
}

function unknownLevel(name: string, level: PolicyLevel, known: string[], commands: ConfigCommands): Problem {
  const path = ["policies", "levels", name];
  const { meant, ...problem } = unknownName(path, name, known);
  const set = meant === undefined ? "" : ` && ${commands.set(["policies", "levels", meant], level)}`;
  return { ...problem, fix: `${commands.remove(path)}${set}` };
}

function unknownRule(index: number, name: string, known: string[], commands: ConfigCommands): Problem {
  const path = ["policies", "exceptions", index, "rule"];
  const { meant, ...problem } = unknownName(path, name, known);
  return { ...problem, fix: commands.set(path, meant ?? "<rule>") };
}

function unknownName(path: PathSegment[], name: string, known: string[]) {
  const meant = likely(name, known);
  const question = meant === undefined ? "" : `; did you mean ${meant}?`;
  return {
    path: dotted(path),
    expected: `the name of a rule (docs/policies.md lists them)${question}`,
    found: JSON.stringify(name),
    meant,
  };
}
