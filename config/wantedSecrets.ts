import type { z } from "zod";
import { isMap } from "../lib/json.ts";
import { requiredSecretsAt } from "../lib/schema.ts";

/**
 * Paths of the config secrets that a stack has to have, by its schema and by what its values choose, and has not:
 * `["mlflow", "credentials", "adminPassword"]`. An object that is absent wants none.
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

/** The values with something at each of the paths, whose objects are there. */
export function withSecrets<Values extends object>(values: Values, secrets: readonly [string[], string][]): Values {
  const copy = structuredClone(values);
  for (const [path, text] of secrets) {
    const owner = path.slice(0, -1).reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], copy);
    (owner as Record<string, unknown>)[path.at(-1) ?? ""] = text;
  }
  return copy;
}
