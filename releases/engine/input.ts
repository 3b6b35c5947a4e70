/** Checks what an upgrade is given, and says in a line each what to fix. Values are never echoed. */
import type { z } from "zod";
import type { InputProblem } from "../../lib/diagnostics/inputError.ts";
import { type Json, valueAt } from "../../lib/json.ts";
import { nearest } from "../../lib/nearest.ts";
import { formatPath, type Path } from "../../lib/path.ts";
import { keysAt } from "../../lib/schema.ts";

export type Checked<T> = { data: T; problems: [] } | { data?: undefined; problems: InputProblem[] };

/** Parses one of the inputs; `name` says which, such as `answers`. */
export function checked<T>(name: string, schema: z.ZodType<T>, value: Json): Checked<T> {
  const { success, data, error } = schema.safeParse(value);
  if (success) {
    return { data, problems: [] };
  }
  return { problems: error.issues.flatMap((issue) => problemsOf(name, schema, issue, value)) };
}

function problemsOf(name: string, schema: z.ZodType, issue: z.core.$ZodIssue, value: Json): InputProblem[] {
  const path = issue.path as Path;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(name, schema, path, key, value));
  }
  // Of a union's branches, the one that got farthest says best what is wrong.
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const branches = issue.errors.filter((branch) => branch.some(({ path }) => path.length > 0));
    if (branches.length === 1 && branches[0] !== undefined) {
      return branches[0].flatMap((inner) =>
        problemsOf(name, schema, { ...inner, path: [...path, ...inner.path] } as z.core.$ZodIssue, value),
      );
    }
  }
  const place = located(name, path);
  const expected = expectation(issue);
  return [{ path: place, expected, found: kindOf(valueAt(value, path)), fix: `write ${expected} at ${place}` }];
}

function unknownKey(name: string, schema: z.ZodType, path: Path, key: string, value: Json): InputProblem {
  const known = keysAt(schema, path, value);
  const meant = nearest(key, known);
  return {
    path: located(name, [...path, key]),
    expected: `one of the keys ${known.join(", ")}`,
    found: "an unknown key",
    fix: meant && meant.edits <= 3 ? `write ${meant.name}` : "remove it",
  };
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return names[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.map(String).join(" or ");
    case "invalid_union":
      return "options" in issue && Array.isArray(issue.options) ? issue.options.join(" or ") : unionOf(issue.errors);
    default:
      return issue.message;
  }
}

function unionOf(branches: z.core.$ZodIssue[][]): string {
  const expectations = branches.flatMap((branch) => branch.slice(0, 1).map(expectation));
  return expectations.length === 0 ? "another value" : [...new Set(expectations)].join(" or ");
}

const names: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a map",
  record: "a map",
  array: "a list",
  null: "nothing",
};

function kindOf(value: Json | undefined): string {
  if (value === undefined) {
    return "nothing";
  }
  if (Array.isArray(value)) {
    return "a list";
  }
  if (typeof value === "object") {
    return value === null ? "null" : "a map";
  }
  return { string: value === "" ? "an empty text" : "a text", number: "a number", boolean: "true or false" }[
    typeof value as "string" | "number" | "boolean"
  ];
}

function located(name: string, path: Path): string {
  return path.length === 0 ? name : `${name}: ${formatPath(path)}`;
}
