/** Turns what zod found into messages that fix a config: path, expectation, finding, nearest key, command. */

import type { z } from "zod";
import { likely } from "../lib/nearest.ts";
import {
  alternatives,
  isSecretAt,
  keysAt,
  type ObjectShape,
  type PathSegment,
  schemasAt,
  shapesAt,
} from "../lib/schema.ts";
import { mask } from "../lib/secrets/mask.ts";
import { UserError } from "../lib/userError.ts";
import { ConfigCommands, dotted, project } from "./commands.ts";

export { project };

export interface Problem {
  /** Dotted path below the project, such as `mlflow.database.storage`. */
  path: string;
  expected: string;
  found: string;
  fix: string;
}

/** All problems of a config at once. The message lists them; `problems` holds them for other formats. */
export class ConfigError extends UserError {
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    super(
      `The config has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}.\n\n${problems.map(text).join("\n\n")}`,
    );
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/** What fixes a custom issue of the schema, in its `params`, where that is not to set the path. */
export interface Fix {
  /** Paths, the removal of one of which fixes it. */
  remove: PathSegment[][];
  /** What is left to do then. */
  afterwards?: string;
}

/** A schema, the values that it was held against, and the commands that change them. */
interface Checked {
  schema: z.ZodType;
  values: unknown;
  commands: ConfigCommands;
}

/** @param stack the name of the stack that the values are of, where there is one. */
export function problemsOf(error: z.ZodError, schema: z.ZodType, values: unknown, stack?: string): Problem[] {
  const checked = { schema, values, commands: new ConfigCommands(stack) };
  return error.issues.flatMap((issue) => problems(issue, checked));
}

function text({ path, expected, found, fix }: Problem): string {
  return [`  ${path}`, `    expected  ${expected}`, `    found     ${found}`, `    fix       ${fix}`].join("\n");
}

function problems(issue: z.core.$ZodIssue, checked: Checked): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(issue.path, key, checked));
  }
  const { schema, values, commands } = checked;
  const path = [...issue.path];
  const value = valueAt(values, path);
  const shapes = shapesAt(schema, path);
  if (issue.code === "invalid_type" && shapes.length > 0) {
    return [{ path: dotted(path), ...notAnObject(path, shapes, commands), found: kindOf(value) }];
  }
  const { found, fix: change } = issueParams(issue);
  const secret = shapes.length === 0 && isSecretAt(schema, path);
  return [
    {
      path: dotted(path),
      expected: expectation(issue, schema),
      found: typeof found === "string" ? found : finding(value, isSecretAt(schema, path)),
      fix:
        change !== undefined
          ? fixText(change, commands)
          : value === undefined && shapes.length > 0
            ? notAnObject(path, shapes, commands).fix
            : secret
              ? commands.setSecret(path)
              : commands.set(path),
    },
  ];
}

/** What an object that is missing, or is none, needs first: its kind, or the keys that have no default. */
function notAnObject(
  path: PathSegment[],
  shapes: ObjectShape[],
  commands: ConfigCommands,
): Pick<Problem, "expected" | "fix"> {
  const kinds = shapes.flatMap(({ kind }) => kind ?? []);
  if (shapes.length > 1) {
    const fix = commands.set([...path, "kind"], `<${kinds.join("|")}>`);
    return { expected: `an object with kind ${kinds.join(" or ")}`, fix };
  }
  const [{ required, keys } = { required: [], keys: [] }] = shapes;
  return required[0] === undefined
    ? { expected: `an object with some of ${keys.join(", ")}`, fix: commands.remove(path) }
    : { expected: `an object with ${required.join(", ")}`, fix: commands.set([...path, required[0]]) };
}

function unknownKey(parent: readonly PathSegment[], key: string, { schema, values, commands }: Checked): Problem {
  const known = keysAt(schema, parent, values);
  const meant = likely(key, known);
  const path = [...parent, key];
  const remove = commands.remove(path);
  const found = "an unknown key";
  if (meant === undefined) {
    return { path: dotted(path), expected: `one of ${known.join(", ")}`, found, fix: remove };
  }
  const right = [...parent, meant];
  const set = isSecretAt(schema, right) ? commands.setSecret(right) : commands.set(right);
  return { path: dotted(path), expected: `did you mean ${meant}?`, found, fix: `${remove} && ${set}` };
}

function fixText({ remove, afterwards }: Fix, commands: ConfigCommands): string {
  return [remove.map((path) => commands.remove(path)).join(", or "), ...(afterwards ? [afterwards] : [])].join(", ");
}

/** What the custom issues of the schema carry beside their message. */
function issueParams(issue: z.core.$ZodIssue): { found?: unknown; fix?: Fix } {
  return issue.code === "custom" ? (issue.params ?? {}) : {};
}

function expectation(issue: z.core.$ZodIssue, schema: z.ZodType): string {
  if (issue.code === "invalid_union") {
    const literals = schemasAt(schema, issue.path).flatMap(literalValues);
    const [own] = issue.errors.flat().filter(({ code }) => code === "custom");
    return literals.length > 0
      ? `one of ${literals.join(", ")}`
      : (own?.message ?? "a value of one of the documented kinds");
  }
  // zod's own messages say "…: expected X, received Y"; those of the schema are the expectation itself.
  const [, builtIn] = /expected (.+?)(?:, received .*)?$/.exec(issue.message) ?? [];
  const kind = builtIn === undefined ? undefined : kinds[builtIn];
  return kind ?? (builtIn?.replace(/ to be /, " ") ?? issue.message).replaceAll('"', "");
}

/** zod's names of what has more than one value. */
const kinds: Record<string, string | undefined> = { array: "a list", record: "a map" };

function literalValues(schema: z.core.$ZodType): string[] {
  return alternatives(schema).flatMap((each) => [...(each._zod.values ?? [])].map(String));
}

function finding(value: unknown, secret: boolean): string {
  const isPlain = ["string", "number", "boolean"].includes(typeof value);
  if (!isPlain) {
    return kindOf(value);
  }
  return secret ? mask : withoutCredentials(JSON.stringify(value));
}

/** What a value is, without what it says. */
function kindOf(value: unknown): string {
  if (value === undefined || value === null) {
    return "nothing";
  }
  return Array.isArray(value) ? "a list" : (names[typeof value] ?? typeof value);
}

const names: Record<string, string | undefined> = {
  object: "an object",
  string: "a text",
  number: "a number",
  boolean: "a boolean",
};

/** A URL may have a password in it where none belongs, with any characters. */
function withoutCredentials(text: string): string {
  return text.replace(/\/\/.*@/s, `//${mask}@`);
}

function valueAt(values: unknown, path: readonly PathSegment[]): unknown {
  return path.reduce<unknown>(
    (value, segment) => (value as Record<PathSegment, unknown> | undefined)?.[segment],
    values,
  );
}
