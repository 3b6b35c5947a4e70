import { formatPath } from "../path.ts";
import { UserError } from "../userError.ts";
import type { Problem } from "./problem.ts";

/** All problems of a command's input at once, a line each. */
export class InputError extends UserError {
  override name = "InputError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(problemLine).join("\n"));
    this.problems = problems;
  }
}

/** Such as `answers: mtls: expected one of mesh, none, found a text. Fix: write one of mesh, none at answers: mtls`. */
export function problemLine(problem: Problem): string {
  const { path, expected, found } = problem;
  return `${path}: expected ${expected}, found ${found}. Fix: ${inWords(problem)}`;
}

function inWords({ path, expected, fix }: Problem): string {
  if (typeof fix === "string") {
    return fix;
  }
  switch (fix.kind) {
    case "set":
      return `write ${expected} at ${path}`;
    case "rename":
      return `write ${formatPath(fix.to.slice(fix.path.length - 1))}`;
    case "remove":
      return "remove it";
  }
}
