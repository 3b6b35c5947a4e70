/** The dev stack through the real engine and provider on a real API server: up, up again, change, refresh, destroy. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mlopsPlatform } from "../support/cli.ts";
import { LocalCluster } from "./support/cluster.ts";
import { CnpgDouble } from "./support/cnpgDouble.ts";
import { PulumiHome, type PulumiStack } from "./support/pulumi.ts";
import { type Config, devConfigOn, documentedSecrets, merged } from "./support/stackConfig.ts";
import { cannotRun, hasShared, missing, toolchain } from "./support/toolchain.ts";
import type { Update } from "./support/update.ts";

it.runIf(hasShared)("finds its toolchain where there is one to find", () => {
  expect(missing()).toEqual([]);
});

describe.skipIf(cannotRun())("the dev stack on a cluster", () => {
  let cluster: LocalCluster;
  let operator: CnpgDouble;
  let home: PulumiHome;
  let stack: PulumiStack;
  let config: Config;
  let first: Update;

  beforeAll(async () => {
    const tools = await toolchain();
    cluster = await LocalCluster.start(tools, { with: ["certManager", "gateway"] });
    await cluster.shell(documentedSecrets());
    operator = new CnpgDouble(cluster.kubeconfig);
    home = new PulumiHome(tools);
    config = devConfigOn(cluster.kubeconfig, tools);
    stack = await home.stack("e2e", config);
    first = await stack.up();
  });

  afterAll(async () => {
    await operator?.stop();
    home?.remove();
    await cluster?.stop();
  });

  it("goes up", () => {
    expect(first.errors).toBe("");
    expect(first.succeeded).toBe(true);
  });

  it("makes every object that rendering shows", async () => {
    const out = join(stack.folder, "rendered");
    expect(mlopsPlatform(["render", "dev", "--out", out])).toMatchObject({ code: 0 });
    const { code, output } = await cluster.tryKubectl([
      "get",
      "--recursive",
      "-o",
      "name",
      "-f",
      join(out, "manifests"),
    ]);
    expect(output).not.toContain("NotFound");
    expect(code).toBe(0);
  });

  it("waits until the tracking server is ready", async () => {
    expect(await readyReplicas("mlflow", "mlflow")).toBe(1);
  });

  it("puts up both operators before the database", async () => {
    expect(await readyReplicas("cloudnative-pg", "cnpg-system")).toBe(1);
    expect(await readyReplicas("plugin-barman-cloud", "cnpg-system")).toBe(1);
    const order = first.steps.map(({ type }) => type);
    expect(order.lastIndexOf("Release")).toBeLessThan(order.indexOf("Cluster"));
  });

  it("says where MLflow is", async () => {
    expect(await stack.outputs()).toMatchObject({ mlflowUrl: "https://mlflow.dev.example.com" });
  });

  it("changes nothing when it goes up again", async () => {
    const { succeeded, steps } = await stack.up();
    expect(steps).toEqual([]);
    expect(succeeded).toBe(true);
  });

  it("finds nothing changed on refresh", async () => {
    const { succeeded, errors } = await stack.refresh("--expect-no-changes");
    expect(errors).toBe("");
    expect(succeeded).toBe(true);
  });

  it("finds on refresh what somebody deleted, and makes it again", async () => {
    await cluster.kubectl(["delete", "poddisruptionbudget", "mlflow", "--namespace", "mlflow"]);
    const { summary } = await stack.refresh();
    expect(summary).toMatchObject({ delete: 1 });
    const { steps } = await stack.up();
    expect(steps).toEqual([{ op: "create", type: "PodDisruptionBudget", name: "mlflow" }]);
  });

  it("updates the Deployment alone when replicas change, and writes down that it was rolled out", async () => {
    stack.configure(merged(config, { mlflow: { replicas: 2 } }));
    const { succeeded, steps } = await stack.up();
    expect(steps).toEqual([
      { op: "update", type: "Deployment", name: "mlflow" },
      { op: "update", type: "ConfigMap", name: "mlflow-rollout" },
    ]);
    expect(succeeded).toBe(true);
    expect(await readyReplicas("mlflow", "mlflow")).toBe(2);
  });

  it("does not replace the database when its settings change", async () => {
    stack.configure(merged(config, { mlflow: { database: { storage: "30Gi", instances: 3 } } }));
    const { steps } = await stack.preview();
    expect(steps).toContainEqual({ op: "update", type: "Cluster", name: "mlflow-pg-v1" });
    expect(steps.filter(({ op }) => op !== "update")).toEqual([]);
    stack.configure(config);
  });

  describe("destroyed", () => {
    it("is refused for what is protected, before anything is deleted", async () => {
      const { succeeded, output } = await stack.destroy();
      expect(succeeded).toBe(false);
      expect(output).toMatch(/Database::mlflow-pg-v1-mlflow-auth.* cannot be deleted/);
      expect(await readyReplicas("mlflow", "mlflow")).toBeGreaterThan(0);
    });

    it("leaves the database and its backups where they are, once it is unprotected", async () => {
      await stack.unprotect();
      const { succeeded, errors } = await stack.destroy("--skip-preview");
      expect(errors).toBe("");
      expect(succeeded).toBe(true);
      expect(await cluster.exists("deployment", "mlflow", "mlflow")).toBe(false);
      expect(await cluster.exists("clusters.postgresql.cnpg.io", "mlflow-pg-v1", "mlflow")).toBe(true);
      expect(await cluster.exists("databases.postgresql.cnpg.io", "mlflow-pg-v1-mlflow-auth", "mlflow")).toBe(true);
      expect(await cluster.exists("objectstores.barmancloud.cnpg.io", "mlflow-pg", "mlflow")).toBe(true);
    });
  });

  /** Pods of a Deployment that are ready. */
  async function readyReplicas(name: string, namespace: string): Promise<number> {
    const { status } = await cluster.get<{ status: { readyReplicas?: number } }>("deployment", name, namespace);
    return status.readyReplicas ?? 0;
  }
});
