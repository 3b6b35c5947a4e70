/**
 * The traps of MLflow's migrations: a server that starts before its schema is migrated migrates it by itself, and a
 * migrated schema has no way back.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type KubernetesObject, LocalCluster } from "./support/cluster.ts";
import { CnpgDouble } from "./support/cnpgDouble.ts";
import { PulumiHome, type PulumiStack } from "./support/pulumi.ts";
import { type Config, devConfigOn, documentedSecrets, merged } from "./support/stackConfig.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";
import type { Update } from "./support/update.ts";

interface Job extends KubernetesObject {
  spec: { template: { spec: { containers: { image: string }[] } } };
  status: { active?: number; failed?: number };
}

interface Deployment extends KubernetesObject {
  metadata: KubernetesObject["metadata"] & { uid: string };
  spec: { template: { spec: { containers: { image: string }[] } } };
}

const oldImage = "ghcr.io/mlflow/mlflow:v3.17.2-full";
const newImage = "ghcr.io/mlflow/mlflow:v3.18.0-full";

describe.skipIf(cannotRun())("the server waits for its migration", () => {
  let cluster: LocalCluster;
  let operator: CnpgDouble;
  let home: PulumiHome;
  let stack: PulumiStack;
  let config: Config;

  beforeAll(async () => {
    const tools = await toolchain();
    cluster = await LocalCluster.start(tools, {
      crds: ["cloudnative-pg", "barman-cloud"],
      with: ["postgresOperators", "gateway"],
    });
    await cluster.shell(documentedSecrets());
    operator = new CnpgDouble(cluster.kubeconfig);
    home = new PulumiHome(tools);
    config = merged(devConfigOn(cluster.kubeconfig, tools), {
      cluster: { operators: undefined },
      mlflow: { image: oldImage },
    });
    stack = await home.stack("migration", config);
  });

  afterAll(async () => {
    await operator?.stop();
    home?.remove();
    await cluster?.stop();
  });

  describe("at the first install", () => {
    it("there is no Deployment when the migration fails, and the Job is named", async () => {
      const pods = await migrationPods("fails");
      const up = stack.up();
      await until(async () => ((await migration(oldImage))?.status.failed ?? 0) > 0);
      await giveUpOn(oldImage);
      expectMigrationError(await up);
      expect(await deployment()).toBeUndefined();
      await pods.asUsual();
    });

    it("the next up runs the migration again, and makes the Deployment", async () => {
      const { succeeded, steps } = await stack.up();
      expect(succeeded).toBe(true);
      expect(steps.filter(({ type }) => type === "Deployment")).toMatchObject([{ op: "create" }]);
      expect(imageOf(await deployment())).toBe(oldImage);
    });
  });

  describe("at an upgrade", () => {
    let before: Deployment | undefined;

    it("the old Deployment stays as it is while the migration runs, and when it is given up", async () => {
      before = await deployment();
      stack.configure(merged(config, { mlflow: { image: newImage } }));
      const pods = await migrationPods("runs");
      const up = stack.up();
      await until(async () => ((await migration(newImage))?.status.active ?? 0) > 0);
      await sleep(3000);
      expect(imageOf(await deployment())).toBe(oldImage);
      await giveUpOn(newImage);
      expectMigrationError(await up);
      expect(imageOf(await deployment())).toBe(oldImage);
      await pods.asUsual();
    });

    it("an up with the image put back is let through: the version's mark has not moved", async () => {
      stack.configure(config);
      const { succeeded, errors } = await stack.upAfterPreview();
      expect(errors).toBe("");
      expect(succeeded).toBe(true);
      expect(imageOf(await deployment())).toBe(oldImage);
    });

    it("a further up migrates, and updates the Deployment in place", async () => {
      stack.configure(merged(config, { mlflow: { image: newImage } }));
      const update = await stack.up();
      expect(update.errors).toBe("");
      expect(update.of("Deployment")).toEqual([{ op: "update", type: "Deployment", name: "mlflow" }]);
      const after = await deployment();
      expect(imageOf(after)).toBe(newImage);
      expect(after?.metadata.uid).toBe(before?.metadata.uid);
    });

    it("the Job of the old image is gone, since there is one only", async () => {
      expect(await migration(oldImage)).toBeUndefined();
    });
  });

  describe("back to the old version", () => {
    it.each(["preview", "up"] as const)("is refused at %s, before a migration of it starts", async (command) => {
      stack.configure(merged(config, { mlflow: { image: oldImage } }));
      const { succeeded, errors } = await stack[command]();
      expect(succeeded).toBe(false);
      expect(errors).toContain("MLflow 3.18.0 can't go back to 3.17.2.");
      expect(errors).toContain("pulumi config set --path 'mlops-platform:mlflow.restoredTo' 3.17.2 --stack ");
      expect(await migration(oldImage)).toBeUndefined();
      expect(imageOf(await deployment())).toBe(newImage);
    });

    it("is allowed once the config says that the database was restored", async () => {
      await stack.paste("pulumi config set --path 'mlops-platform:mlflow.restoredTo' 3.17.2");
      const { succeeded, errors } = await stack.up();
      expect(errors).toBe("");
      expect(succeeded).toBe(true);
      expect(imageOf(await deployment())).toBe(oldImage);
    });

    it("does not stay allowed: the next version wants that taken out of the config", async () => {
      stack.configure(merged(config, { mlflow: { image: newImage, restoredTo: "3.17.2" } }));
      const { succeeded, errors } = await stack.preview();
      expect(succeeded).toBe(false);
      expect(errors).toContain("restoredTo: expected the version that the image's tag says, or nothing");
    });
  });

  /** Decides how pods of migrations end from now on. */
  async function migrationPods(outcome: "fails" | "runs") {
    const policy = readFileSync(join(import.meta.dirname, "support/migrationOutcome.yaml"), "utf8");
    await cluster.kubectl(["apply", "--filename", "-"], policy.replace("OUTCOME", outcome));
    await until(async () => {
      const { stdout } = await cluster.tryKubectl(["create", "--dry-run=server", "-o", "json", "-f", "-"], probe);
      return stdout.includes(`"e2e.mlops-platform/outcome": "${outcome}"`);
    });
    return { asUsual: () => cluster.kubectl(["delete", "--filename", "-"], policy) };
  }

  /** The Job gets five tries, which take minutes; this ends it now, as its deadline would. */
  async function giveUpOn(image: string): Promise<void> {
    const { metadata } = (await migration(image)) ?? { metadata: { name: "" } };
    const deadline = JSON.stringify({ spec: { activeDeadlineSeconds: 1 } });
    await cluster.kubectl(["patch", "job", metadata.name, "--namespace", "mlflow", "--type=merge", "-p", deadline]);
  }

  async function migration(image: string): Promise<Job | undefined> {
    const jobs = await cluster.list<Job>("jobs", "mlflow");
    return jobs.find((job) => job.metadata.name === "mlflow-migrate" && imageOf(job) === image);
  }

  async function deployment(): Promise<Deployment | undefined> {
    const [only] = await cluster.list<Deployment>("deployments", "mlflow");
    return only;
  }
});

/** A pod that looks like one of a migration. */
const probe = JSON.stringify({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "probe", namespace: "default", labels: { "app.kubernetes.io/component": "migration" } },
  spec: { containers: [{ name: "probe", image: "probe" }] },
});

function imageOf(workload: Job | Deployment | undefined): string | undefined {
  return workload?.spec.template.spec.containers[0]?.image;
}

function expectMigrationError({ succeeded, errors }: Update): void {
  expect(succeeded).toBe(false);
  expect(errors).toContain("Job mlflow/mlflow-migrate failed (DeadlineExceeded)");
  expect(errors).toContain("kubectl --namespace mlflow logs");
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 90_000;
  while (!(await holds())) {
    if (performance.now() > end) {
      throw new Error(`did not come about in 90 s: ${holds}`);
    }
    await sleep(300);
  }
}
