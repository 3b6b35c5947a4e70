import { Command, Option } from "commander";
import type { UpgradeOptions } from "./options.ts";

/** `mlops-platform upgrade <product>`: upgrades values and deployments from release to release. */
export function upgradeCommand(): Command {
  return new Command("upgrade")
    .description("Upgrade values and deployments from release to release, and list what else has to be done.")
    .argument("<product>", "product, such as h2o-mlops; `mlops-platform releases` lists them")
    .addOption(
      new Option("--from <version>", "release that the values are written for, such as 0.67, 0.67.x or v0.67.2"),
    )
    .addOption(new Option("--to <version>", "release to upgrade to"))
    .addOption(new Option("--values <file>", "Helm values; - reads standard input, here and below"))
    .addOption(new Option("--deployments <file>", "inventory of what runs on the platform, to find blockers in it"))
    .addOption(new Option("--answers <file>", "answers to questions, and confirmed gates"))
    .addOption(new Option("--out <dir>", "folder to write to; without it nothing is written"))
    .addOption(
      new Option("--format <format>", "what to print").choices(["text", "json", "markdown", "sarif"]).default("text"),
    )
    .addOption(new Option("--dry-run", "write nothing, list the files that would be written"))
    .addOption(new Option("--diff", "also print the changed lines, without secrets (text only)"))
    .addHelpText("after", "\nExit codes: 0 no blockers; 1 bad input; 3 blockers or unanswered questions remain.")
    .action(async (product: string, options: UpgradeOptions) => {
      const { upgrade } = await import("./upgrade.ts");
      process.exitCode = await upgrade(product, options);
    });
}
