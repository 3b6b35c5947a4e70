import { Command, CommanderError } from "commander";
import { ConfigError } from "../config/problems.ts";
import packageJson from "../package.json" with { type: "json" };
import { StackFileError } from "../render/stackFiles.ts";
import { OutputError } from "../render/write.ts";
import { exitCodes } from "./exitCodes.ts";
import { renderCommand } from "./render.ts";

/** Runs the command line and returns its exit code. */
export async function run(args: string[]): Promise<number> {
  const program = new Command("mlops-platform")
    .description(packageJson.description)
    .version(packageJson.version)
    .exitOverride()
    .addCommand(renderCommand());
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode;
    }
    if (badInput.some((kind) => error instanceof kind)) {
      process.stderr.write(`${(error as Error).message}\n`);
      return exitCodes.badInput;
    }
    throw error;
  }
}

/** What the user can mend; anything else is a fault of ours and keeps its stack trace. */
const badInput = [ConfigError, StackFileError, OutputError];
