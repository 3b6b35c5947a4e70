/** Upgrades files and prints the plan. */

import { replaceFolder } from "../../lib/files/outputFolder.ts";
import { stdin } from "../../lib/files/readText.ts";
import { upgradeFiles } from "../../releases/engine/files.ts";
import { blockersOf } from "../../releases/engine/plan.ts";
import { exitCodes } from "../exitCodes.ts";
import { productNamed } from "../products.ts";
import { readInputs } from "./inputs.ts";
import type { UpgradeOptions } from "./options.ts";
import type { Report } from "./output/report.ts";

/** Printers by format, each loaded on demand. */
const formats: Record<UpgradeOptions["format"], () => Promise<(report: Report) => string>> = {
  text: async () => (await import("./output/terminal.ts")).forTerminal,
  json: async () => (await import("./output/json.ts")).planJson,
  markdown: async () => (await import("./output/markdown.ts")).planMarkdown,
  sarif: async () => (await import("./output/sarif.ts")).planSarif,
};

/**
 * Writes files and prints the plan. Returns the exit code.
 *
 * @throws UserError for bad input; nothing is written then
 */
export async function upgrade(name: string, options: UpgradeOptions): Promise<number> {
  const product = await productNamed(name);
  const texts = readInputs(product, options);
  const upgraded = upgradeFiles(product, texts);
  const report: Report = { product, upgraded, files: filesOf(options) };
  const printed = (await formats[options.format]())(report);
  const diff = options.diff ? (await import("./output/diff.ts")).maskedDiff(report) : "";
  if (options.out !== undefined) {
    await write(options.out, report, options);
  }
  process.stdout.write(diff + printed);
  return blockersOf(upgraded.plan).length > 0 ? exitCodes.blocked : exitCodes.ok;
}

async function write(folder: string, report: Report, { dryRun, ...options }: UpgradeOptions): Promise<void> {
  const { checkOutput, outputFiles } = await import("./outputFolder.ts");
  const inputs = [options.values, options.deployments, options.answers].filter((path) => path !== undefined);
  checkOutput(folder, inputs);
  const files = outputFiles(report);
  if (!dryRun) {
    replaceFolder(folder, files);
  }
  const list = files.map(({ path }) => `  ${path}\n`).join("");
  process.stderr.write(`${dryRun ? "Would write" : "Wrote"} to ${folder}:\n${list}`);
}

/** Paths of the input files. Standard input has none. */
function filesOf({ values, deployments }: UpgradeOptions): Report["files"] {
  return {
    ...(values !== undefined && values !== stdin && { values }),
    ...(deployments !== undefined && deployments !== stdin && { deployments }),
  };
}
