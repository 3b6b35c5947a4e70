import { Command, Option } from "commander";
import type { UpgradeOptions } from "./options.ts";

/** `mlops-platform upgrade <product>`: carries values and deployments from release to release. */
export function upgradeCommand(): Command {
  return new Command("upgrade")
    .description("Carry values and deployments from release to release, and say what else is to be done.")
    .argument("<product>", "product, such as h2o-mlops; `mlops-platform releases` lists them")
    .addOption(
      new Option("--from <version>", "release that the values are written for, such as 0.67, 0.67.x or v0.67.2"),
    )
    .addOption(new Option("--to <version>", "release to get to"))
    .addOption(new Option("--values <file>", "Helm values; - reads standard input, here and below"))
    .addOption(
      new Option("--deployments <file>", "what runs on the platform, so that blockers come from what is there"),
    )
    .addOption(new Option("--answers <file>", "what only you know: answers to questions, and confirmed gates"))
    .addOption(new Option("--out <dir>", "folder to write to; without it nothing is written"))
    .addOption(
      new Option("--format <format>", "what to print").choices(["text", "json", "markdown", "sarif"]).default("text"),
    )
    .addOption(new Option("--dry-run", "write nothing, say what would be written"))
    .addOption(new Option("--diff", "print what changes line by line as well, without secrets (text only)"))
    .addHelpText("after", "\nExit codes: 0 nothing is in the way; 1 bad input; 3 blockers or questions remain.")
    .action(async (product: string, options: UpgradeOptions) => {
      const { upgrade } = await import("./upgrade.ts");
      process.exitCode = await upgrade(product, options);
    });
}
