/** The error for input of a review that its user can fix. */
import type { InputProblem } from "../../lib/diagnostics/refusal.ts";
import { UserError } from "../../lib/userError.ts";

/** All problems at once, a line each. */
export class ReviewRefusal extends UserError {
  override name = "ReviewRefusal";
  readonly problems: InputProblem[];

  constructor(problems: InputProblem[]) {
    super(
      problems
        .map(({ path, expected, found, fix }) => `${path}: expected ${expected}, found ${found}. Fix: ${fix}`)
        .join("\n"),
    );
    this.problems = problems;
  }
}
