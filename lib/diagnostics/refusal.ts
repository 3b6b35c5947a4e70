/** The one error of an upgrade: input that its user can fix. */
import { UserError } from "../userError.ts";

export interface InputProblem {
  /** Where: a dotted path below the file's name, or an option. */
  path: string;
  expected: string;
  /** Never the value itself, which could be a secret. */
  found: string;
  fix: string;
}

/** All problems at once, a line each. */
export class UpgradeRefusal extends UserError {
  override name = "UpgradeRefusal";
  readonly problems: InputProblem[];

  constructor(problems: InputProblem[]) {
    super(problems.map(line).join("\n"));
    this.problems = problems;
  }
}

function line({ path, expected, found, fix }: InputProblem): string {
  return `${path}: expected ${expected}, found ${found}. Fix: ${fix}`;
}
