/** Runs the gate for what cannot be undone. */

import { InputError } from "../../lib/diagnostics/inputError.ts";
import { exitCodes } from "../exitCodes.ts";
import { gate, incomplete } from "../review/destructions.ts";
import { type ReviewSources, readChanges } from "../review/inputs.ts";
import { gateJson, gateText } from "./output.ts";

export interface DestructiveOptions extends ReviewSources {
  allow?: string[];
  format: "text" | "json";
}

/**
 * Prints what is found, and returns the exit code.
 *
 * @throws UserError for bad input, and for a preview that failed where nothing else is in the way: it cannot be trusted
 */
export function destructive({ allow = [], format, ...sources }: DestructiveOptions): number {
  const sets = readChanges(sources);
  const found = gate(sets, allow);
  const failures = incomplete(sets);
  const isBlocked = found.some(({ isAllowed }) => !isAllowed);
  if (failures.length > 0 && !isBlocked) {
    throw new InputError(failures);
  }
  for (const { path, found } of failures) {
    process.stderr.write(`${path}: the preview is ${found}.\n`);
  }
  process.stdout.write(format === "json" ? gateJson(found) : gateText(found));
  return isBlocked ? exitCodes.blocked : exitCodes.ok;
}
