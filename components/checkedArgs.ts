import type { z } from "zod";
import { problemsOf } from "../config/problems.ts";

/**
 * A component's args as its schema parses them: checked, and with the schema's defaults. What the schema does not
 * describe, such as outputs and other components, is passed on as it is.
 *
 * @throws Error listing every problem as `path: expected …, found …`.
 */
export function checkedArgs<Args, Checked>(component: string, schema: z.ZodType<Checked>, args: Args): Args & Checked {
  const result = schema.safeParse(args);
  if (!result.success) {
    const lines = problemsOf(result.error, schema, args).map(
      ({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`,
    );
    throw new Error(`${component} has wrong args.\n  ${lines.join("\n  ")}`);
  }
  return result.data as Args & Checked;
}
