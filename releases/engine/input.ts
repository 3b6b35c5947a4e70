/** Checks what an upgrade is given. Values are never echoed: any of them could be a secret. */
import type { z } from "zod";
import { type Checked, check } from "../../lib/diagnostics/check.ts";
import type { Json } from "../../lib/json.ts";

/** Parses one of the inputs; `name` says which, such as `answers`. */
export function checked<T>(name: string, schema: z.ZodType<T>, value: Json): Checked<T> {
  return check(schema, value, { name, conceals: true });
}
