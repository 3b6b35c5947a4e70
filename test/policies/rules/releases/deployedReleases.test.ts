import { describe, expect, test } from "vitest";
import { evaluate } from "../../../../policies/engine/evaluate.ts";
import { deployedReleases } from "../../../../policies/rules/releases/deployedReleases.ts";
import { products } from "../../../../releases/products.ts";
import { stackOf } from "../../case.ts";

const found = (description: string) =>
  evaluate(
    deployedReleases,
    stackOf([{ type: "kubernetes:helm.sh/v3:Release", name: "product", inputs: { chart: "./chart", description } }]),
    { settings: { levels: {}, exceptions: [] }, today: "2026-11-21" },
  ).map(({ message }) => message);

describe.each(Object.entries(products))("%s", (name, load) => {
  test("is known at every release that has a file, and at its patches", async () => {
    for (const { version } of (await load()).releases) {
      expect(found(`${name} ${version}`)).toEqual([]);
      expect(found(`${name} v${version.replace(/\d+$/, "99")}`)).toEqual([]);
    }
  });

  test("is too old at versions before its first release", async () => {
    const [oldest] = (await load()).releases;
    expect(found(`${name} 0.1.0`)).toEqual([
      `${name} 0.1.0 is older than ${oldest?.version}, the oldest supported release.`,
    ]);
  });
});

test("Helm releases of other products are not checked", () => {
  expect(["engine 1.0.0", "nginx 1.0.0", "a test of mine", "h2o-mlops"].flatMap(found)).toEqual([]);
});
