import { Command, CommanderError } from "commander";
import { UserError } from "../lib/userError.ts";
import packageJson from "../package.json" with { type: "json" };
import { destructiveCommand } from "./destructive/command.ts";
import { exitCodes } from "./exitCodes.ts";
import { initCommand } from "./init/command.ts";
import { releasesCommand } from "./releases/command.ts";
import { renderCommand } from "./render/command.ts";
import { secretsCommand } from "./secrets/command.ts";
import { summarizeCommand } from "./summarize/command.ts";
import { upgradeCommand } from "./upgrade/command.ts";

/**
 * Runs the command line and sets the exit code of the process. Declaring a command is cheap: its implementation is loaded
 * when it is run.
 */
export async function run(args: string[]): Promise<void> {
  const program = new Command("mlops-platform").description(packageJson.description).version(packageJson.version);
  for (const command of [
    initCommand(),
    secretsCommand(),
    renderCommand(),
    upgradeCommand(),
    releasesCommand(),
    summarizeCommand(),
    destructiveCommand(),
  ]) {
    program.addCommand(withPlainErrors(command, `mlops-platform ${command.name()} --help`));
  }
  process.stdout.on("error", ignoreClosedPipe);
  try {
    await withPlainErrors(program, "mlops-platform --help").parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode;
    } else if (error instanceof UserError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = exitCodes.badInput;
    } else {
      throw error;
    }
  }
}

/** A reader such as `| head` may close the pipe early. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") {
    throw error;
  }
}

/** Prints an error of the options as one line with the command that shows the help. */
function withPlainErrors(command: Command, help: string): Command {
  return command.exitOverride().configureOutput({
    outputError: (message, write) => {
      const line = message.trim().replaceAll("\n", " ").replace(/\.$/, "");
      write(`${line}. Fix: see ${help}\n`);
    },
  });
}
