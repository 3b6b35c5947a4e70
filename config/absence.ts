/** Tells config keys that a stack leaves out from keys that it sets to an empty value. */
import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import type { Problem } from "../lib/diagnostics/problem.ts";
import { isEmpty, type Json } from "../lib/json.ts";
import { formatPath } from "../lib/path.ts";

/**
 * Default of an optional key in Pulumi.yaml: the stack's file does not have the key. The Pulumi CLI refuses a stack without
 * a key that Pulumi.yaml declares without a default, and an empty object as the default would look like one from the stack.
 */
export const absent = { absent: true };

export interface GivenKeys {
  /** Values to be checked. */
  values: Record<string, unknown>;

  /** A problem for each optional key that is set without a value. */
  empty: Problem[];
}

export function givenKeys(raw: Record<string, unknown>, shape: z.ZodRawShape): GivenKeys {
  const entries = Object.entries(raw).filter(([, value]) => value !== undefined && !isDeepStrictEqual(value, absent));
  const isEmptied = ([key, value]: [string, unknown]) => isOptional(shape, key) && isEmpty(value as Json);
  return {
    values: Object.fromEntries(entries.filter((entry) => !isEmptied(entry))),
    empty: entries.filter(isEmptied).map(([key, value]) => ({
      path: formatPath([key]),
      expected: "settings, or no such key: a key that is left out deploys nothing",
      found: typeof value === "object" && value !== null ? "an empty object" : "nothing",
      fix: { kind: "remove", paths: [[key]] },
    })),
  };
}

/** A required key, and one with defaults for everything in it, may be empty. */
function isOptional(shape: z.ZodRawShape, key: string): boolean {
  const result = Object.hasOwn(shape, key) ? (shape[key] as z.ZodType).safeParse(undefined) : undefined;
  return result?.success === true && result.data === undefined;
}
