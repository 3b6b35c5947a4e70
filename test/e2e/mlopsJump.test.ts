/** H2O MLOps with its models in a bucket: no release on the way has to be stopped at, its gates have to be confirmed. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonMap } from "../../lib/json.ts";
import { upgrade } from "../../releases/engine/upgrade.ts";
import { h2oMlops } from "../../releases/h2o-mlops/product.ts";
import { root } from "../support/cli.ts";
import { LocalCluster } from "./support/cluster.ts";
import { mlopsStack } from "./support/mlopsStack.ts";
import { PulumiHome, type PulumiStack } from "./support/pulumi.ts";
import { type Config, merged } from "./support/stackConfig.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";

const origin = "https://mlops.example.com";

/** As a user wrote them for 0.67. */
const written = {
  storage: { cloudPersistence: { enabled: true, url: "s3://own?region=us-east-1" } },
  own: { replicas: 2 },
};

/** Its runtime is gone by default in 0.68, which has a gate for that. */
const deployments = [
  {
    name: "torch",
    runtime: "python-scorer_hydrogen_torch_own38",
    model: { framework: "hydrogen_torch", python: "3.8" },
  },
];
const confirmed = { acknowledge: ["hydrogen-torch-extra-runtime"] };

const mlops = {
  namespace: { name: "mlops" },
  chart: { kind: "local", path: join(root, "examples/charts/mlops-stub") },
  release: "0.67",
  valuesRelease: "0.67",
  values: written,
  deployments,
  serviceAccounts: { storage: "mlops-storage" },
  allowedOrigin: origin,
};

describe.skipIf(cannotRun())("H2O MLOps on blob storage", () => {
  let cluster: LocalCluster;
  let home: PulumiHome;
  let stack: PulumiStack;
  let config: Config;

  beforeAll(async () => {
    const tools = await toolchain();
    cluster = await LocalCluster.start(tools);
    home = new PulumiHome(tools);
    config = mlopsStack(cluster, mlops, { kind: "existing", secretName: "object-store-keys" });
    stack = await home.stack("bucket", config);
    expect(await stack.up()).toMatchObject({ succeeded: true, errors: "" });
  });

  afterAll(async () => {
    home?.remove();
    await cluster?.stop();
  });

  it.each(["preview", "up"] as const)("is refused at %s to go from 0.67 to 0.69 past an open gate", async (command) => {
    configure({ release: "0.69" });
    const { succeeded, errors } = await stack[command]();
    expect(succeeded).toBe(false);
    expect(errors).toContain("Before 0.68.0 (hydrogen-torch-extra-runtime)");
    expect(await latest()).toMatchObject({ description: "h2o-mlops 0.67.0" });
  });

  it("goes from 0.67 to 0.69 at once when its gates are confirmed, as an update in place", async () => {
    configure({ release: "0.69", answers: confirmed });
    const { succeeded, steps } = await stack.up();
    expect(steps).toEqual([
      // It carries the gates that nobody has confirmed, for policies.
      { op: "update", type: "MlopsRelease", name: "mlops" },
      { op: "update", type: "Release", name: "mlops" },
    ]);
    expect(succeeded).toBe(true);
    expect(await latest()).toMatchObject({ description: "h2o-mlops 0.69.0" });
  });

  it("has in the cluster what `upgrade` makes of the values, and what is wired", async () => {
    const given = { from: "0.67", to: "0.69", values: written, deployments: { deployments }, answers: confirmed };
    const upgraded = upgrade(h2oMlops, given).steps.at(-1)?.values as JsonMap;
    const values = JSON.parse(await cluster.shell("helm get values mlops --namespace mlops --output json"));
    expect(values).toEqual({ ...upgraded, global: { cors: { allowedOrigin: origin } } });
    expect(values.storage).toEqual({ cloudPersistence: { url: written.storage.cloudPersistence.url } });
  });

  function configure(changes: Config): void {
    stack.configure(merged(config, { mlops: changes }));
  }

  /** The newest revision of the Helm release. */
  async function latest(): Promise<{ description: string }> {
    return JSON.parse(await cluster.shell("helm history mlops --namespace mlops --output json")).at(-1);
  }
});
