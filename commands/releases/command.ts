import { Command, Option } from "commander";

interface ReleasesOptions {
  format: "text" | "json";
}

/** `mlops-platform releases [product]`: lists products and their releases. */
export function releasesCommand(): Command {
  return new Command("releases")
    .description("List the products that can be upgraded, or the releases of one.")
    .argument("[product]", "product, such as h2o-mlops")
    .addOption(new Option("--format <format>", "what to print").choices(["text", "json"]).default("text"))
    .action(async (name: string | undefined, { format }: ReleasesOptions) => {
      const { jsonText } = await import("../../lib/json.ts");
      const { productNamed, productNames } = await import("../products.ts");
      const list = await import("./releaseList.ts");
      const known = await Promise.all((name === undefined ? productNames : [name]).map(productNamed));
      const [product] = name === undefined ? [] : known;
      const data = product ? list.releaseList(product) : known.map(list.productEntry);
      const text = () => (product ? list.releaseTable(product) : list.productTable(known));
      process.stdout.write(format === "json" ? jsonText(data) : text());
    });
}
