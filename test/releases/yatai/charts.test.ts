import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { yatai } from "../../../releases/yatai/product.ts";
import { root } from "../../support/cli.ts";

const charts = join(root, "../shared/charts");

const cited = yatai.releases
  .flatMap(({ edits, rules }) => [...edits, ...rules].map(({ source }) => source))
  .filter(({ file }) => file.includes(".tgz: "));

describe.skipIf(!existsSync(charts))("charts that are cited", () => {
  it.each([...new Set(cited.map(({ file }) => file))])("%s has every quote word for word", (file) => {
    const [archive = "", path = ""] = file.split(": ");
    const chart = archive.replace(/-[\d.]+\.tgz$/, "");
    const { stdout } = spawnSync("tar", ["-xzOf", join(charts, archive), `${chart}/${path}`], { encoding: "utf8" });
    for (const { quote } of cited.filter((source) => source.file === file)) {
      expect(stdout).toContain(quote);
    }
  });
});
