/** Keys that a stack does not have, as against keys that somebody left empty. */
import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import type { Problem } from "../lib/diagnostics/problem.ts";
import { formatPath } from "../lib/path.ts";

/**
 * Stands for a key that the stack's file lacks. The Pulumi CLI refuses a stack without a key that Pulumi.yaml declares
 * and gives no default; an empty object as the default could not be told from one that somebody wrote.
 */
export const absent = { absent: true };

export interface GivenKeys {
  /** Values to be checked. */
  values: Record<string, unknown>;

  /** Keys without which something is not deployed, and which are there without a value. */
  empty: Problem[];
}

export function givenKeys(raw: Record<string, unknown>, shape: z.ZodRawShape): GivenKeys {
  const entries = Object.entries(raw).filter(([, value]) => value !== undefined && !isDeepStrictEqual(value, absent));
  const isEmptied = ([key, value]: [string, unknown]) => isOptional(shape, key) && isEmpty(value);
  return {
    values: Object.fromEntries(entries.filter((entry) => !isEmptied(entry))),
    empty: entries.filter(isEmptied).map(([key, value]) => ({
      path: formatPath([key]),
      expected: "settings, or no such key: what a key deploys goes by removing the key",
      found: typeof value === "object" && value !== null ? "an empty object" : "nothing",
      fix: { kind: "remove", paths: [[key]] },
    })),
  };
}

/** A key with defaults for all that is in it may be empty. */
function isOptional(shape: z.ZodRawShape, key: string): boolean {
  const result = Object.hasOwn(shape, key) ? (shape[key] as z.ZodType).safeParse(undefined) : undefined;
  return result?.success === true && result.data === undefined;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
}
