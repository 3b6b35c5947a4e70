/** Finds the values of a config that the schema marks. */
import type { z } from "zod";
import { type PathSegment, schemasAt } from "../lib/schema.ts";

/** `secret`: a config secret. `chartFile`: path of a chart's folder or file. */
export type Mark = "secret" | "chartFile";

export interface MarkedValue {
  path: PathSegment[];
  value: unknown;
}

/** Plain values, neither objects nor lists, where the schema has the mark. */
export function markedValues(values: unknown, schema: z.ZodType, mark: Mark): MarkedValue[] {
  const isMarked = (path: PathSegment[]) =>
    schemasAt(schema, path, values).some((each) => (each as z.ZodType).meta?.()?.[mark] === true);
  const below = (value: unknown, path: PathSegment[]): MarkedValue[] => {
    if (Array.isArray(value)) {
      return value.flatMap((item, index) => below(item, [...path, index]));
    }
    if (typeof value === "object" && value !== null) {
      return Object.entries(value).flatMap(([key, member]) => below(member, [...path, key]));
    }
    return value !== null && value !== undefined && isMarked(path) ? [{ path, value }] : [];
  };
  return below(values, []);
}
