/** Finds the values of a config that the schema marks. */
import type { z } from "zod";
import type { Path } from "../lib/path.ts";
import { hasMark, schemasAt } from "../lib/schema.ts";

/** `secret`: a config secret. `chartFile`: path of a chart's folder or file. */
export type Mark = "secret" | "chartFile";

export interface MarkedValue {
  path: Path;
  value: unknown;
}

/** Plain values, neither objects nor lists, where the schema has the mark. */
export function markedValues(values: unknown, schema: z.ZodType, mark: Mark): MarkedValue[] {
  const below = (value: unknown, path: Path): MarkedValue[] => {
    if (Array.isArray(value)) {
      return value.flatMap((item, index) => below(item, [...path, index]));
    }
    if (typeof value === "object" && value !== null) {
      return Object.entries(value).flatMap(([key, member]) => below(member, [...path, key]));
    }
    return value !== null && value !== undefined && isMarkedAt(schema, path, mark, values) ? [{ path, value }] : [];
  };
  return below(values, []);
}

/** Whether the schema has the mark at the path, in a config of these values. */
export function isMarkedAt(schema: z.ZodType, path: Path, mark: Mark, values: unknown): boolean {
  return schemasAt(schema, path, values).some((each) => hasMark(each, mark));
}
