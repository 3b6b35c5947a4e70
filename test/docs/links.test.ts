import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../support/cli.ts";
import { type Page, pages, parsedPage } from "../support/pages.ts";

/** Links of a page to files that are not there, or to headings that these do not have. */
function brokenLinks({ file, links, anchors }: Page): string[] {
  return links
    .filter((link) => !/^(https?|mailto):/.test(link))
    .filter((link) => {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? file : join(file, "..", path);
      const known = path === "" ? anchors : pages.find((page) => page.file === target)?.anchors;
      return !existsSync(join(root, target)) || (anchor !== undefined && !known?.includes(anchor));
    });
}

it.each(pages)("$file links only to existing files and headings", (page) => {
  expect(brokenLinks(page)).toEqual([]);
});

it("finds a file, a heading and a heading of another page that are not there", () => {
  const text =
    "# One\n[a](none.md) [b](#two) [c](docs/config.md#none) [d](#one) [e](docs/config.md#cluster) [f](https://a.b)";
  expect(brokenLinks(parsedPage("README.md", text))).toEqual(["none.md", "#two", "docs/config.md#none"]);
});
