import { Command, Option } from "commander";
import { baseOption, previewOption, renderOption } from "../review/options.ts";
import type { DestructiveOptions } from "./destructive.ts";

/** `mlops-platform destructive`: fails where a stateful resource would be deleted or replaced. */
export function destructiveCommand(): Command {
  return new Command("destructive")
    .description("Fail where a preview or a render deletes or replaces a stateful resource.")
    .addOption(previewOption())
    .addOption(renderOption())
    .addOption(baseOption())
    .addOption(new Option("--allow <name...>", "names or URNs of what may be deleted or replaced, exactly"))
    .addOption(new Option("--format <format>", "what to print").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      "\nExit codes: 0 no destructive change, or all are allowed; 1 bad input; 3 a destructive change is not allowed.",
    )
    .action(async (options: DestructiveOptions) => {
      const { destructive } = await import("./destructive.ts");
      process.exitCode = destructive(options);
    });
}
