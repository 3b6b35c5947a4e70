/** Compares generated pages with the files of the project. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface Page {
  /** Path below the project's folder. */
  file: string;
  content: string;
  /** Name of the part of a page that is generated, between `<!-- section -->` and `<!-- /section -->`. Default: all. */
  section?: string;
}

export interface Fault {
  file: string;
  what: "is stale" | "is no longer generated";
  fix(): void;
}

/**
 * Finds pages that differ from the generated ones, and files that are no longer generated.
 *
 * @param folders folders below the root that contain only generated pages
 */
export function faults(root: string, pages: readonly Page[], folders: readonly string[]): Fault[] {
  const files = folders.flatMap((folder) => filesBelow(root, folder));
  return [
    ...pages.flatMap((page) => staleness(root, page)),
    ...files
      .filter((file) => !pages.some((page) => page.file === file))
      .map((file): Fault => ({ file, what: "is no longer generated", fix: () => rmSync(join(root, file)) })),
  ];
}

function staleness(root: string, page: Page): Fault[] {
  const path = join(root, page.file);
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  const after = page.section === undefined ? page.content : withSection(before, page.section, page);
  const fix = () => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, after);
  };
  return before === after ? [] : [{ file: page.file, what: "is stale", fix }];
}

function withSection(page: string, section: string, { file, content }: Page): string {
  const [begin, end] = [`<!-- ${section} -->`, `<!-- /${section} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to === -1) {
    throw new Error(`${file} has no section between ${begin} and ${end}.`);
  }
  return `${page.slice(0, from + begin.length)}\n${content}\n${page.slice(to)}`;
}

function filesBelow(root: string, folder: string): string[] {
  const path = join(root, folder);
  const entries = existsSync(path) ? readdirSync(path, { recursive: true, withFileTypes: true }) : [];
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1));
}
