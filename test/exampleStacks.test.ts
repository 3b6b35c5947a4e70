/** H2O MLOps in the example stacks. test/commands/render/render.test.ts checks that they render without blockers. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { upgrade } from "../releases/engine/upgrade.ts";
import { h2oMlops } from "../releases/h2o-mlops/product.ts";
import { root } from "./support/cli.ts";
import { examples } from "./support/examples.ts";

function configOf(stack: string) {
  return parse(readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8")).config;
}

const withMlops = examples.filter((stack) => configOf(stack)["mlops-platform:mlops"] !== undefined);

describe("the example stacks", () => {
  it("have H2O MLOps on every cloud, on premises, and with a stub of its chart", () => {
    expect(withMlops).toEqual(["dev", "aws", "gcp", "azure", "onprem"]);
  });

  it.each(withMlops)("deploy 1.1 from values of 0.67, with every gate on the way confirmed: %s", (stack) => {
    const { release, valuesRelease, values, answers, deployments } = configOf(stack)["mlops-platform:mlops"];
    expect([valuesRelease, release]).toEqual(["0.67", "1.1"]);
    const inventory = deployments && { deployments: { deployments } };
    const { plan } = upgrade(h2oMlops, { from: valuesRelease, to: release, values, answers, ...inventory });
    const open = plan.releases.flatMap(({ gates }) => gates.filter(({ confirmed }) => !confirmed));
    expect(open.map(({ id }) => id)).toEqual([]);
  });

  it.each(withMlops.filter((stack) => stack !== "dev"))("have its telemetry and a gateway: %s", (stack) => {
    const keys = ["mlops-platform:telemetry", "mlops-platform:gateway"];
    expect(Object.keys(configOf(stack))).toEqual(expect.arrayContaining(keys));
  });
});
