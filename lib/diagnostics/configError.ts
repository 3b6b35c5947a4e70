import { ConfigCommands } from "../configCommands.ts";
import { UserError } from "../userError.ts";
import type { Problem } from "./problem.ts";

/** A problem whose fix is printed as sentences and commands. */
export type PrintedProblem = Omit<Problem, "fix" | "code"> & { fix: string };

/** All problems of a stack's config at once. The message lists them, with the commands that fix them. */
export class ConfigError extends UserError {
  override name = "ConfigError";
  readonly problems: readonly Problem[];
  readonly printed: readonly PrintedProblem[];

  /** @param stack name of the stack that the config belongs to, if there is one. */
  constructor(problems: readonly Problem[], stack?: string) {
    const commands = new ConfigCommands(stack);
    const printed = problems.map(({ path, expected, found, fix }) => {
      return { path, expected, found, fix: typeof fix === "string" ? fix : commands.change(fix) };
    });
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    super(`The config has ${count}.\n\n${printed.map(block).join("\n\n")}`);
    this.problems = problems;
    this.printed = printed;
  }
}

function block({ path, expected, found, fix }: PrintedProblem): string {
  return [`  ${path}`, `    expected  ${expected}`, `    found     ${found}`, `    fix       ${fix}`].join("\n");
}
