import { Command, InvalidArgumentError, Option } from "commander";
import { baseOption, previewOption, renderOption } from "../review/options.ts";
import type { SummarizeOptions } from "./summarize.ts";

/** `mlops-platform summarize`: writes what a pull request would change as one comment. */
export function summarizeCommand(): Command {
  return new Command("summarize")
    .description("Write what previews and renders would change as Markdown for one comment on a pull request.")
    .addOption(previewOption())
    .addOption(renderOption())
    .addOption(baseOption())
    .addOption(new Option("--out <file>", "file to write to (default: standard output)"))
    .addOption(new Option("--title <text>", "heading of the comment (default: What would change)"))
    .addOption(
      new Option(
        "--limit <bytes>",
        "size of the comment at most (default: 65536, GitHub's limit); what does not fit is counted",
      ).argParser(bytes),
    )
    .addHelpText("after", "\nExit codes: 0 the comment is written, whatever it says; 1 bad input.")
    .action(async (options: SummarizeOptions) => {
      const { summarize } = await import("./summarize.ts");
      process.exitCode = summarize(options);
    });
}

function bytes(text: string): number {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 8000 || limit > 65_536) {
    throw new InvalidArgumentError("Expected a number from 8000 to 65536.");
  }
  return limit;
}
