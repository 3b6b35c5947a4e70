import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../support/cli.ts";

/** The blocks of shell commands in a page of this project, joined, by the heading that they are below. */
export function commandsByHeading(page: string): Map<string, string> {
  const sections = readFileSync(join(root, page), "utf8").split(/^#+ /m);
  return new Map(
    sections.flatMap((section) => {
      const blocks = [...section.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = ""]) => block);
      const [heading = ""] = section.split("\n");
      return blocks.length === 0 ? [] : [[heading, blocks.join("")] as const];
    }),
  );
}

/**
 * The first block of shell commands in a page that has this text in it.
 *
 * @throws Error where the page has none
 */
export function commandBlock(page: string, text: string): string {
  const blocks = readFileSync(join(root, page), "utf8").matchAll(/^```sh\n(.*?)^```/gms);
  const block = [...blocks].map(([, each = ""]) => each).find((each) => each.includes(text));
  if (block === undefined) {
    throw new Error(`${page} has no block of commands with ${text}`);
  }
  return block;
}
