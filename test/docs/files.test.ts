import { existsSync, globSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../support/cli.ts";
import { type Page, pages, parsedPage } from "../support/pages.ts";

/** Names that look like files of the project and are others, by what they are. All else has to be there. */
const others: Readonly<Record<string, readonly string[]>> = {
  "written by a render": ["helm/<release>/", "cloud/<package>.json", "resources.json", "findings.json", "manifests/"],
  "written by an upgrade": [
    "<release>/values.yaml",
    "<release>/deployments.yaml",
    "<release>/",
    "plan.json",
    "plan.md",
  ],
  "kept by Pulumi's backends": [".pulumi/", "meta.yaml", "stacks/", "locks/", "history/", "backups/"],
  "of a user": ["Pulumi.prod.yaml"],
};
const known = new Set(Object.values(others).flat());

const extensions = /\.(ts|js|grit|py|sh|md|ya?ml|json)$/;

const isIgnored = (name: string) => [".git", "node_modules", "rendered", "manifests"].includes(name);
const topLevel = readdirSync(root).filter((name) => !isIgnored(name));
const names = new Set(
  globSync(["**", ".github/**"], { cwd: root, exclude: (path) => isIgnored(basename(path)) }).map((path) =>
    basename(path),
  ),
);

/** Files and folders that a page names in backticks and that are not there. */
function missingFiles({ file, codes }: Page): string[] {
  const named = codes.filter((code) => isPath(code) && !known.has(code));
  return named.filter((code) => !isThere(code, join(file, "..")));
}

/** A name with an extension of the project's files, a folder with its slash, or what begins at one of its folders. */
function isPath(code: string): boolean {
  const [first = ""] = code.split("/");
  return /^[^\s:`$]+$/.test(code) && (extensions.test(code) || code.endsWith("/") || topLevel.includes(first));
}

/** From the project's folder, from the page's, as a package, or by its name alone. `<…>` stands for any name. */
function isThere(code: string, folder: string): boolean {
  const pattern = code.replaceAll(/<[^>]+>/g, "*");
  if (pattern.includes("*")) {
    return globSync(pattern, { cwd: root }).length > 0;
  }
  const places = [root, join(root, folder), join(root, "node_modules")];
  return places.some((place) => existsSync(join(place, code))) || names.has(code);
}

it.each(pages)("$file names only existing files and folders", (page) => {
  expect(missingFiles(page)).toEqual([]);
});

it("finds a file, a folder and a pattern that are not there", () => {
  const codes = ["`cli/none.ts`", "`config/none`", "`none/`", "`releases/<product>/none.ts`", "`config/index.ts`"];
  expect(missingFiles(parsedPage("README.md", codes.join(" ")))).toEqual([
    "cli/none.ts",
    "config/none",
    "none/",
    "releases/<product>/none.ts",
  ]);
});
