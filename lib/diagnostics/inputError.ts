import { UserError } from "../userError.ts";

/** A problem as it is printed: `fix` is a sentence or a command. */
export interface InputProblem {
  /** Where: a dotted path below the file's name, or an option. */
  path: string;
  expected: string;
  /** Never the value itself, which could be a secret. */
  found: string;
  fix: string;
}

/** All problems of a command's input at once, a line each. */
export class InputError extends UserError {
  override name = "InputError";
  readonly problems: InputProblem[];

  constructor(problems: InputProblem[]) {
    super(problems.map(line).join("\n"));
    this.problems = problems;
  }
}

function line({ path, expected, found, fix }: InputProblem): string {
  return `${path}: expected ${expected}, found ${found}. Fix: ${fix}`;
}
