import type { z } from "zod";
import { isMap } from "../lib/json.ts";
import { requiredSecretsAt } from "../lib/schema.ts";

/**
 * Paths of the required config secrets that a stack lacks, by its schema and the alternatives that its values choose, such
 * as `["mlflow", "credentials", "adminPassword"]`. An object that is absent requires none.
 */
export function wantedSecrets(schema: z.ZodType, values: unknown): string[][] {
  const below = (value: unknown, path: string[]): string[][] => {
    if (!isMap(value)) {
      return [];
    }
    const missing = requiredSecretsAt(schema, path, values).filter((key) => value[key] == null);
    return [
      ...missing.map((key) => [...path, key]),
      ...Object.entries(value).flatMap(([key, member]) => below(member, [...path, key])),
    ];
  };
  return below(values, []);
}

/** A copy of the values with a text at each of the paths. The objects around the paths must exist. */
export function withSecrets<Values extends object>(values: Values, secrets: readonly [string[], string][]): Values {
  const copy = structuredClone(values);
  for (const [path, text] of secrets) {
    const owner = path.slice(0, -1).reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], copy);
    (owner as Record<string, unknown>)[path.at(-1) ?? ""] = text;
  }
  return copy;
}
