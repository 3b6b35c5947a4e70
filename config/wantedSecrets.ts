import type { z } from "zod";
import { isMap } from "../lib/json.ts";
import { shapesAt } from "../lib/schema.ts";
import { isMarkedAt } from "./marked.ts";

/**
 * Paths of the required config secrets that a stack lacks, by its schema and the alternatives that its values choose, such
 * as `["mlflow", "credentials", "adminPassword"]`. An object that is absent requires none.
 */
export function wantedSecrets(schema: z.ZodType, values: unknown): string[][] {
  const below = (value: unknown, path: string[]): string[][] => {
    if (!isMap(value)) {
      return [];
    }
    const required = new Set(shapesAt(schema, path, values).flatMap((shape) => shape.required));
    const missing = [...required].filter(
      (key) => value[key] == null && isMarkedAt(schema, [...path, key], "secret", values),
    );
    return [
      ...missing.map((key) => [...path, key]),
      ...Object.entries(value).flatMap(([key, member]) => below(member, [...path, key])),
    ];
  };
  return below(values, []);
}
