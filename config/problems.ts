/** Turns what zod found into messages that mend a config: path, expectation, finding, nearest key, command. */
import type { z } from "zod";
import { likely } from "../nearest.ts";
import { UserError } from "../userError.ts";
import {
  alternatives,
  isSecretAt,
  keysAt,
  type ObjectShape,
  type PathSegment,
  schemasAt,
  shapesAt,
} from "./schemaWalk.ts";

/** Name of the project, which every key of the config begins with. */
export const project = "mlops-platform";

export interface Problem {
  /** Dotted path below the project, such as `mlflow.database.storage`. */
  path: string;
  expected: string;
  found: string;
  mend: string;
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

export function problemsOf(error: z.ZodError, schema: z.ZodType, values: unknown): Problem[] {
  return error.issues.flatMap((issue) => problems(issue, schema, values));
}

function text({ path, expected, found, mend }: Problem): string {
  return [`  ${path}`, `    expected  ${expected}`, `    found     ${found}`, `    mend      ${mend}`].join("\n");
}

function problems(issue: z.core.$ZodIssue, schema: z.ZodType, values: unknown): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(issue.path, key, schema, values));
  }
  const path = [...issue.path];
  const secret = isSecretAt(schema, path);
  const shapes = issue.code === "invalid_type" ? shapesAt(schema, path) : [];
  if (shapes.length > 0) {
    return [notAnObject(path, shapes, finding(valueAt(values, path), secret))];
  }
  return [
    {
      path: dotted(path),
      expected: expectation(issue, schema),
      found:
        typeof issueParams(issue).found === "string"
          ? String(issueParams(issue).found)
          : finding(valueAt(values, path), secret),
      mend: issueParams(issue).mend ?? setCommand(path, secret),
    },
  ];
}

/** What an object that is missing, or is none, needs first: its kind, or the keys that have no default. */
function notAnObject(path: PathSegment[], shapes: ObjectShape[], found: string): Problem {
  const kinds = shapes.flatMap(({ kind }) => kind ?? []);
  const [first = { kind: undefined, required: [], keys: [] }] = shapes;
  const isUnion = shapes.length > 1;
  if (!isUnion && first.required.length === 0) {
    const expected = `an object with some of ${first.keys.join(", ")}`;
    return { path: dotted(path), expected, found, mend: removeCommand(path) };
  }
  return {
    path: dotted(path),
    expected: isUnion ? `an object with kind ${kinds.join(" or ")}` : `an object with ${first.required.join(", ")}`,
    found,
    mend: isUnion
      ? setCommand([...path, "kind"], false).replace("<value>", `<${kinds.join("|")}>`)
      : setCommand([...path, first.required[0] ?? ""], false),
  };
}

function unknownKey(parent: readonly PathSegment[], key: string, schema: z.ZodType, values: unknown): Problem {
  const known = keysAt(schema, parent, values);
  const meant = likely(key, known);
  const path = dotted([...parent, key]);
  const remove = removeCommand([...parent, key]);
  return {
    path,
    expected: meant === undefined ? `one of ${known.join(", ")}` : `did you mean ${meant}?`,
    found: "an unknown key",
    mend:
      meant === undefined
        ? remove
        : `${remove} && ${setCommand([...parent, meant], isSecretAt(schema, [...parent, meant]))}`,
  };
}

/** What the custom issues of the schema carry beside their message. */
function issueParams(issue: z.core.$ZodIssue): { found?: unknown; mend?: string } {
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
  return kind ?? (builtIn ?? issue.message).replace(/ to be /, " ").replaceAll('"', "");
}

/** zod's names of what has more than one value. */
const kinds: Record<string, string | undefined> = { array: "a list", record: "a map" };

function literalValues(schema: z.core.$ZodType): string[] {
  return alternatives(schema).flatMap((each) => [...(each._zod.values ?? [])].map(String));
}

function finding(value: unknown, secret: boolean): string {
  if (value === undefined || value === null) {
    return "nothing";
  }
  if (secret) {
    return "[secret]";
  }
  if (typeof value === "object" && value !== null) {
    return Array.isArray(value) ? "a list" : "an object";
  }
  return JSON.stringify(value);
}

/** For a secret without the value, which Pulumi then asks for: it has no place in a shell's history. */
function setCommand(path: readonly PathSegment[], secret: boolean): string {
  return secret
    ? `pulumi config set --secret --path '${project}:${dotted(path)}'`
    : `pulumi config set --path '${project}:${dotted(path)}' <value>`;
}

function removeCommand(path: readonly PathSegment[]): string {
  return `pulumi config rm --path '${project}:${dotted(path)}'`;
}

/** A path as commands and messages write it. */
export function dotted(path: readonly PathSegment[]): string {
  return path.reduce<string>((text, segment) => {
    const name = String(segment);
    if (typeof segment === "number") {
      return `${text}[${name}]`;
    }
    const plain = /^[A-Za-z_][\w-]*$/.test(name);
    return plain ? (text === "" ? name : `${text}.${name}`) : `${text}["${name}"]`;
  }, "");
}

function valueAt(values: unknown, path: readonly PathSegment[]): unknown {
  return path.reduce<unknown>(
    (value, segment) => (value as Record<PathSegment, unknown> | undefined)?.[segment],
    values,
  );
}
