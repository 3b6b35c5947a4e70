/**
 * Writes the reference pages that are generated from the code: `npm run docs`. With `--check` nothing is written, and
 * a stale page is an error.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { configTable } from "./configTable.ts";

const pages: { file: string; name: string; content: () => string }[] = [
  { file: "README.md", name: "config", content: configTable },
];

const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");

for (const { file, name, content } of pages) {
  const path = join(root, file);
  const before = readFileSync(path, "utf8");
  const after = withSection(before, name, content(), file);
  if (before === after) {
    continue;
  }
  if (check) {
    process.stderr.write(`${file}: the section "${name}" is stale. Run: npm run docs\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, after);
    process.stdout.write(`${file}: wrote the section "${name}".\n`);
  }
}

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. */
function withSection(page: string, name: string, content: string, file: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to === -1) {
    throw new Error(`${file} has no section between ${begin} and ${end}.`);
  }
  return `${page.slice(0, from + begin.length)}\n${content}\n${page.slice(to)}`;
}
