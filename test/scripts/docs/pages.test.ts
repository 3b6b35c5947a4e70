import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { faults, type Page } from "../../../scripts/docs/pages.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { filesBelow } from "../../support/upgrades.ts";

const pages: Page[] = [
  { file: "docs/list/a.md", content: "a\n" },
  { file: "README.md", section: "list", content: "new" },
];

function project(): string {
  const root = temporaryFolder();
  mkdirSync(join(root, "docs/list"), { recursive: true });
  writeFileSync(join(root, "docs/list/a.md"), "a\n");
  writeFileSync(join(root, "README.md"), "before\n<!-- list -->\nnew\n<!-- /list -->\nafter\n");
  return root;
}

const found = (root: string) => faults(root, pages, ["docs/list"]).map(({ file, what }) => `${file} ${what}`);

describe("generated pages", () => {
  it("are in order where they are as the code has them", () => {
    expect(found(project())).toEqual([]);
  });

  it("are stale where a page, or a section of one, differs or is not there", () => {
    const root = project();
    writeFileSync(join(root, "README.md"), "before\n<!-- list -->\nold\n<!-- /list -->\nafter\n");
    expect(found(root)).toEqual(["README.md is stale"]);
    expect(faults(root, [{ file: "other.md", content: "x" }], []).map(({ what }) => what)).toEqual(["is stale"]);
  });

  it("may have no others beside them", () => {
    const root = project();
    writeFileSync(join(root, "docs/list/b.md"), "");
    expect(found(root)).toEqual(["docs/list/b.md is no longer generated"]);
  });

  it("can be fixed, which leaves the rest alone", () => {
    const root = temporaryFolder();
    mkdirSync(join(root, "docs/list"), { recursive: true });
    writeFileSync(join(root, "docs/list/b.md"), "");
    writeFileSync(join(root, "README.md"), "before\n<!-- list --><!-- /list -->\nafter\n");
    for (const { fix } of faults(root, pages, ["docs/list"])) {
      fix();
    }
    expect(found(root)).toEqual([]);
    expect(filesBelow(root)).toEqual(["README.md", "docs/list/a.md"]);
    expect(readFileSync(join(root, "README.md"), "utf8")).toBe("before\n<!-- list -->\nnew\n<!-- /list -->\nafter\n");
  });
});
