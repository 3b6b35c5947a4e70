/** Words the expectation of a schema. A message in the schema itself is the expectation, and wins. */
import type { z } from "zod";
import { counted } from "../counted.ts";

/** zod's error map: expectations in place of its own sentences. Source: zod 4, core/errors.d.ts. */
export function expectationOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return names[issue.expected] ?? issue.expected;
    case "invalid_value":
      return oneOf(issue.values.map(String));
    case "too_small":
      return bounded(issue.origin, issue.inclusive === false ? "more than" : "at least", Number(issue.minimum));
    case "too_big":
      return bounded(issue.origin, issue.inclusive === false ? "less than" : "at most", Number(issue.maximum));
    case "not_multiple_of":
      return `a multiple of ${issue.divisor}`;
    case "invalid_format":
      return formats[issue.format] ?? `a text that matches ${issue.pattern ?? issue.format}`;
    case "invalid_key":
      return `a key that is ${issue.issues.map(({ message }) => message).join(" and ")}`;
    case "invalid_element":
    case "invalid_union":
      return "another value";
    default:
      return undefined;
  }
}

export function oneOf(values: readonly string[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.join(", ")}`;
}

/** The type of a value in words, without its content. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) {
    return "nothing";
  }
  if (Array.isArray(value)) {
    return "a list";
  }
  return value === "" ? "an empty text" : (names[typeof value] ?? typeof value);
}

const names: Record<string, string | undefined> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
  null: "nothing",
};

/** By zod's names of formats. Schemas with other formats have messages of their own. */
const formats: Record<string, string | undefined> = {
  guid: "a GUID, such as 123e4567-e89b-12d3-a456-426614174000",
  url: "a URL, such as https://example.com",
};

function bounded(origin: string, bound: string, limit: number): string {
  switch (origin) {
    case "string":
      return bound === "at least" && limit === 1
        ? "a text that is not empty"
        : `a text of ${bound} ${counted(limit, "character")}`;
    case "array":
    case "set":
      return `a list of ${bound} ${counted(limit, "item")}`;
    case "object":
    case "map":
      return `an object of ${bound} ${counted(limit, "key")}`;
    default:
      return `${bound} ${limit}`;
  }
}
