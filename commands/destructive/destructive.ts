/** Finds destructive changes in previews and renders, and prints them. */
import { InputError } from "../../lib/diagnostics/inputError.ts";
import { exitCodes } from "../exitCodes.ts";
import { destructiveChanges, failedPreviews, refuseIdleNames } from "../review/destructiveChanges.ts";
import { type ReviewSources, readChanges } from "../review/inputs.ts";
import { destructiveJson } from "./output/json.ts";
import { destructiveText } from "./output/text.ts";

export interface DestructiveOptions extends ReviewSources {
  allow?: string[];
  format: "text" | "json";
}

/**
 * Prints the destructive changes, and returns the exit code.
 *
 * @throws UserError for bad input, and for a preview that failed where all changes that it shows are allowed: there may
 * be more
 */
export function destructive({ allow = [], format, ...sources }: DestructiveOptions): number {
  const sets = readChanges(sources);
  const changes = destructiveChanges(sets, allow);
  refuseIdleNames(changes, allow);
  const failures = failedPreviews(sets);
  const isBlocked = changes.some(({ isAllowed }) => !isAllowed);
  if (failures.length > 0 && !isBlocked) {
    throw new InputError(failures);
  }
  for (const { path, found } of failures) {
    process.stderr.write(`${path}: the preview is ${found}.\n`);
  }
  process.stdout.write(format === "json" ? destructiveJson(changes) : destructiveText(changes));
  return isBlocked ? exitCodes.blocked : exitCodes.ok;
}
