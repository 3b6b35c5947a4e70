/**
 * Writes the reference pages that are generated from the code: `npm run docs`. With `--check` it writes nothing, and a page
 * that is stale or no longer generated is an error.
 */
import { join } from "node:path";
import { z } from "zod";
import { jsonText } from "../../lib/json.ts";
import { planSchema } from "../../releases/engine/plan.ts";
import { products } from "../../releases/products.ts";
import { configTables } from "./configTables.ts";
import { exemptionPage } from "./exemptionPage.ts";
import { faults, type Page } from "./pages.ts";
import { policyTables } from "./policyTables.ts";
import { releaseIndex, releasePage } from "./releasePages.ts";

const known = await Promise.all(Object.values(products).map((load) => load()));

const pages: Page[] = [
  { file: "docs/config.md", section: "config", content: configTables() },
  { file: "docs/plan.schema.json", content: jsonText(z.toJSONSchema(planSchema)) },
  { file: "docs/policies.md", section: "rules", content: policyTables() },
  { file: "docs/exemptions.md", content: exemptionPage() },
  { file: "docs/releases/README.md", content: releaseIndex(known) },
  ...known.flatMap((product) =>
    product.releases.map((release) => ({
      file: `docs/releases/${product.name}/${release.version}.md`,
      content: releasePage(product, release),
    })),
  ),
];

const check = process.argv.includes("--check");

for (const { file, what, fix } of faults(join(import.meta.dirname, "../.."), pages, ["docs/releases"])) {
  if (check) {
    process.stderr.write(`${file} ${what}. Run: npm run docs\n`);
    process.exitCode = 1;
  } else {
    fix();
    process.stdout.write(`${file} ${what}: fixed.\n`);
  }
}
