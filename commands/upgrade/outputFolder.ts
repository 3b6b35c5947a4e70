/** The folder that an upgrade writes. */
import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { InputError } from "../../lib/diagnostics/inputError.ts";
import type { OutputFile } from "../../lib/files/outputFolder.ts";
import type { UpgradedFiles } from "../../releases/engine/files.ts";
import { planJson } from "./output/json.ts";
import { planMarkdown } from "./output/markdown.ts";
import type { Report } from "./output/report.ts";

const planFiles = ["plan.json", "plan.md"];
const releaseFiles = ["values.yaml", "deployments.yaml"];

/** File mode for files with secrets: readable by the owner only. */
const ownersOnly = 0o600;

/** Every output file, in the order in which users read them. */
export function outputFiles(report: Report): OutputFile[] {
  return [
    { path: "plan.md", content: planMarkdown(report) },
    { path: "plan.json", content: planJson(report) },
    ...report.upgraded.written.flatMap(filesOf),
  ];
}

function filesOf({ release, values, deployments }: UpgradedFiles["written"][number]): OutputFile[] {
  return [
    ...(values ? [{ path: `${release}/values.yaml`, content: values.text, mode: ownersOnly }] : []),
    ...(deployments ? [{ path: `${release}/deployments.yaml`, content: deployments.text, mode: ownersOnly }] : []),
  ];
}

/**
 * Checks that replacing the folder loses nothing.
 *
 * @param inputs files that the upgrade reads
 * @throws InputError if the folder holds one of them, or anything that an upgrade did not write
 */
export function checkOutput(folder: string, inputs: string[]): void {
  const found = existsSync(resolve(folder)) ? folderProblem(resolve(folder), inputs) : undefined;
  if (found !== undefined) {
    const expected = "a new folder, or one with an earlier upgrade and nothing else";
    const fix = `name a folder that is not there yet, such as --out ${folder || "."}-upgrade`;
    throw new InputError([{ path: `--out ${folder}`, expected, found, fix }]);
  }
}

function folderProblem(folder: string, inputs: string[]): string | undefined {
  if (!statSync(folder).isDirectory()) {
    return "a file";
  }
  if (isWithin(process.cwd(), folder)) {
    return "the current folder";
  }
  const input = inputs.find((path) => isWithin(path, folder));
  if (input !== undefined) {
    return `the input file ${input} in it`;
  }
  const entries = readdirSync(folder);
  const foreign = entries.find((entry) => !isOurs(folder, entry));
  return foreign ?? (entries.length > 0 && !entries.includes("plan.json") ? "a folder without plan.json" : undefined);
}

function isOurs(folder: string, entry: string): boolean {
  if (planFiles.includes(entry)) {
    return true;
  }
  const isRelease = /^\d+\.\d+\.\d+$/.test(entry) && statSync(join(folder, entry)).isDirectory();
  return isRelease && readdirSync(join(folder, entry)).every((file) => releaseFiles.includes(file));
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(realpathSync(folder), existsSync(path) ? realpathSync(path) : resolve(path));
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
