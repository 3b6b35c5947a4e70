import { describe, expect, it } from "vitest";
import { mlopsPlatform } from "../../support/cli.ts";

describe("mlops-platform releases", () => {
  it("lists the products with their releases", () => {
    const { code, stdout, stderr } = mlopsPlatform(["releases"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^h2o-mlops +H2O MLOps +0\.66\.1 0\.67\.0 .* 1\.1\.0$/m);
  });

  it("lists the releases of a product with what is known of each", () => {
    const { stdout } = mlopsPlatform(["releases", "h2o-mlops"]);
    expect(stdout).toMatch(/^release +edits +notices +blockers +gates +questions +guide$/m);
    expect(stdout).toMatch(/^0\.68\.0( +\d+){5} +From 0\.67\.x to 0\.68\.0$/m);
  });

  it("prints both as data", () => {
    const all = JSON.parse(mlopsPlatform(["releases", "--format", "json"]).stdout);
    expect(all.map(({ product }: { product: string }) => product)).toEqual(["h2o-mlops", "ht-scorer", "yatai"]);
    const one = JSON.parse(mlopsPlatform(["releases", "h2o-mlops", "--format", "json"]).stdout);
    expect(Object.keys(one.releases[1])).toEqual([
      "version",
      "heading",
      "edits",
      "notices",
      "blockers",
      "gates",
      "questions",
    ]);
  });

  it("refuses a product that is not known", () => {
    expect(mlopsPlatform(["releases", "yatay"])).toMatchObject({
      code: 1,
      stdout: "",
      stderr: 'product: expected one of h2o-mlops, ht-scorer, yatai, found "yatay". Fix: write yatai\n',
    });
  });
});
