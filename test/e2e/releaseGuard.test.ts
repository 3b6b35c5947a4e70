/** The release guard with the real engine: updates of a Helm release that must not be, refused at preview and at up. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LocalCluster } from "./support/cluster.ts";
import { PulumiHome, type PulumiStack } from "./support/pulumi.ts";
import type { Config } from "./support/stackConfig.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";
import type { Update } from "./support/update.ts";

const onVolume = { storage: { persistence: { enabled: true } } };
const inBucket = { storage: { cloudPersistence: { enabled: true, url: "s3://models?region=r" } } };
const migrating = { storage: { ...onVolume.storage, ...inBucket.storage, pvcMigration: { enabled: true } } };

/** Its runtime is gone by default in 0.68, which has a gate for that. */
const oldTorch = {
  deployments: [
    {
      name: "torch",
      runtime: "python-scorer_hydrogen_torch_own38",
      model: { framework: "hydrogen_torch", python: "3.8" },
    },
  ],
};

describe.skipIf(cannotRun())("the release guard", () => {
  let cluster: LocalCluster;
  let home: PulumiHome;

  beforeAll(async () => {
    const tools = await toolchain();
    cluster = await LocalCluster.start(tools);
    home = new PulumiHome(tools);
  });

  afterAll(async () => {
    home?.remove();
    await cluster?.stop();
  });

  describe("of a product on a volume", () => {
    let stack: PulumiStack;

    beforeAll(async () => {
      stack = await deployed("volume", "0.67.0", onVolume);
    });

    // The values in the config are those of the later release, and show no volume any more.
    it.each(["preview", "up"] as const)("refuses at %s to skip a required stop", async (command) => {
      configure(stack, "0.69.0", inBucket, { answers: { storageMigrated: true } });
      const update = await stack[command]();
      expectRefusal(update, "H2O MLOps 0.67.0 can't be updated to 0.69.0: go to 0.68.0 first.");
      expect(update.errors).toContain("(H2O MLOps migration guide: Installation instructions)");
      expect(update.errors).toContain("kubectl get volumesnapshots --all-namespaces");
      expect(update.errors).toContain("pulumi config set --path 'mlops-platform:mlops.release' 0.68.0 --stack ");
      expect(await description()).toBe("h2o-mlops 0.67.0");
    });

    it("says so to people", async () => {
      expect(await stack.shown("preview")).toContain("go to 0.68.0 first");
    });

    it("confirms a gate with the command that the refusal gives", async () => {
      configure(stack, "0.68.0", migrating);
      const { errors } = await stack.preview();
      const command = /pulumi config set .*acknowledge.*$/m.exec(errors)?.[0];
      await stack.paste(command);
      const { succeeded } = await stack.preview();
      expect(command).toContain("volume-backup");
      expect(succeeded).toBe(true);
    });

    it("lets the stop be deployed, as an update in place", async () => {
      const { succeeded, steps } = await stack.up();
      expect(steps).toEqual([{ op: "update", type: "Release", name: "mlops" }]);
      expect(succeeded).toBe(true);
      expect(await description()).toBe("h2o-mlops 0.68.0");
    });

    it("goes on only when the migration is confirmed", async () => {
      configure(stack, "0.69.0", inBucket);
      expectRefusal(await stack.preview(), "After 0.68.0 (storage-migrated)");
      configure(stack, "0.69.0", inBucket, { answers: { storageMigrated: true } });
      expect(await stack.up()).toMatchObject({ succeeded: true });
      expect(await description()).toBe("h2o-mlops 0.69.0");
    });

    it.each(["preview", "up"] as const)("refuses at %s to go back", async (command) => {
      configure(stack, "0.68.0", migrating);
      expectRefusal(await stack[command](), "H2O MLOps 0.69.0 can't go back to 0.68.0.");
      expect(await description()).toBe("h2o-mlops 0.69.0");
    });

    it("is silent within a release", async () => {
      configure(stack, "0.69.0", { ...inBucket, maxDeploymentReplicas: 7 });
      const { succeeded, steps } = await stack.up();
      expect(steps).toEqual([{ op: "update", type: "Release", name: "mlops" }]);
      expect(succeeded).toBe(true);
      expect(await stack.destroy("--skip-preview")).toMatchObject({ succeeded: true });
    });
  });

  describe("of a product on blob storage", () => {
    it("lets the same jump through, once its gates are confirmed", async () => {
      const stack = await deployed("bucket", "0.67.0", inBucket);
      configure(stack, "0.69.0", inBucket, { deployments: oldTorch });
      expectRefusal(await stack.preview(), "Before 0.68.0 (hydrogen-torch-extra-runtime)");
      const answers = { acknowledge: ["hydrogen-torch-extra-runtime"] };
      configure(stack, "0.69.0", inBucket, { deployments: oldTorch, answers });
      const { succeeded, steps } = await stack.up();
      expect(steps).toEqual([{ op: "update", type: "Release", name: "mlops" }]);
      expect(succeeded).toBe(true);
      expect(await description()).toBe("h2o-mlops 0.69.0");
    });
  });

  async function deployed(name: string, release: string, values: Config): Promise<PulumiStack> {
    const program = join(import.meta.dirname, "support/guardedProgram");
    const stack = await home.stack(name, { mlops: { release, values } }, { KUBECONFIG: cluster.kubeconfig }, program);
    expect(await stack.up()).toMatchObject({ succeeded: true });
    return stack;
  }

  function configure(stack: PulumiStack, release: string, values: Config, more: Config = {}): void {
    stack.configure({ mlops: { release, values, ...more } });
  }

  /** What the newest revision of the Helm release says of itself. */
  async function description(): Promise<string> {
    const releases = JSON.parse(await cluster.shell("helm list --namespace default --output json"));
    const history = JSON.parse(await cluster.shell("helm history mlops --namespace default --output json"));
    expect(releases).toHaveLength(1);
    return history.at(-1).description;
  }
});

function expectRefusal({ succeeded, errors, output }: Update, text: string): void {
  expect(succeeded).toBe(false);
  expect(errors).toContain(text);
  expect(output).not.toContain("canary");
}
