import { Command, Option } from "commander";
import type { ReleasesOptions } from "./releases.ts";

/** `mlops-platform releases [product]`: lists products and their releases. */
export function releasesCommand(): Command {
  return new Command("releases")
    .description("List the products that can be upgraded, or the releases of one.")
    .argument("[product]", "product, such as h2o-mlops")
    .addOption(new Option("--format <format>", "what to print").choices(["text", "json"]).default("text"))
    .action(async (product: string | undefined, options: ReleasesOptions) => {
      const { releases } = await import("./releases.ts");
      await releases(product, options);
    });
}
