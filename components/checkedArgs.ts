import type { z } from "zod";
import { check } from "../lib/diagnostics/check.ts";

/**
 * A component's args as its schema parses them: checked, and with the schema's defaults. What the schema does not
 * describe, such as outputs and other components, is passed on as it is.
 *
 * @throws Error listing every problem as `path: expected …, found …`.
 */
export function checkedArgs<Args>(component: string, schema: z.ZodType, args: Args): Args {
  const { data, problems } = check(schema, args);
  if (problems.length > 0) {
    const lines = problems.map(({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`);
    throw new Error(`${component} has wrong args.\n  ${lines.join("\n  ")}`);
  }
  return data as Args;
}
