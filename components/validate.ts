import type { z } from "zod";
import { check } from "../lib/diagnostics/check.ts";

/**
 * Checks the plain values among a component's args.
 *
 * @throws Error listing every problem as `path: expected …, found …`.
 */
export function validate(component: string, schema: z.ZodType, args: unknown): void {
  const { problems } = check(schema, args);
  if (problems.length > 0) {
    const lines = problems.map(({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`);
    throw new Error(`${component} has wrong args.\n  ${lines.join("\n  ")}`);
  }
}
