import type { z } from "zod";
import { problemsOf } from "../config/problems.ts";

/**
 * Checks the plain values among a component's args.
 *
 * @throws Error listing every problem as `path: expected …, found …`.
 */
export function validate(component: string, schema: z.ZodType, args: unknown): void {
  const result = schema.safeParse(args);
  if (!result.success) {
    const lines = problemsOf(result.error, schema, args).map(
      ({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`,
    );
    throw new Error(`${component} has wrong args.\n  ${lines.join("\n  ")}`);
  }
}
