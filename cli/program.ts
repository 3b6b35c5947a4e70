import { Command, CommanderError } from "commander";
import { renderCommand } from "./render.ts";

/** Exit codes of every command. */
export const exit = {
  ok: 0,
  /** Bad input: nothing was written. */
  badInput: 1,
  /** A mandatory policy is violated or an upgrade is blocked: everything was written. */
  blocked: 3,
} as const;

/** Runs the command line and returns its exit code. */
export async function run(args: string[]): Promise<number> {
  let code: number = exit.ok;
  const program = new Command("mlops-platform")
    .description("Self-hosted ML platforms on Kubernetes, carried from release to release.")
    .exitOverride()
    .showSuggestionAfterError()
    .addCommand(renderCommand((result) => (code = result)).exitOverride());
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode;
    }
    if (error instanceof Error && isBadInput(error)) {
      process.stderr.write(`${error.message}\n`);
      return exit.badInput;
    }
    throw error;
  }
}

const badInput = new Set(["ConfigError", "StackFileError", "OutputError"]);

/** What the user can mend; anything else is a fault of ours and keeps its stack trace. */
function isBadInput(error: Error): boolean {
  return badInput.has(error.name);
}
