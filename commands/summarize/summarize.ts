/** Writes the comment of a pull request. */

import { writeText } from "../../lib/files/writeText.ts";
import { exitCodes } from "../exitCodes.ts";
import { type ReviewSources, readChanges } from "../review/inputs.ts";
import { reviewComment } from "./comment/comment.ts";

export interface SummarizeOptions extends ReviewSources {
  out?: string;
  title?: string;
  limit?: number;
}

/**
 * Writes the comment, and returns the exit code. Errors and violations are in the comment, and do not fail the command.
 *
 * @throws UserError for bad input; nothing is written then
 */
export function summarize({ out, title, limit, ...sources }: SummarizeOptions): number {
  const comment = reviewComment(readChanges(sources, true), title, limit);
  if (out === undefined) {
    process.stdout.write(comment);
  } else {
    writeText(out, comment);
  }
  return exitCodes.ok;
}
