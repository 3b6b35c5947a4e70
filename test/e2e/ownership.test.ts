/** What becomes of objects that are there although Pulumi's state does not know them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type KubernetesObject, LocalCluster } from "./support/cluster.ts";
import { CnpgDouble } from "./support/cnpgDouble.ts";
import { PulumiHome, type PulumiStack } from "./support/pulumi.ts";
import { type Config, devConfigOn, documentedSecrets, merged } from "./support/stackConfig.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";

interface Owned extends KubernetesObject {
  metadata: KubernetesObject["metadata"] & { uid: string; annotations?: Record<string, string> };
}

describe.skipIf(cannotRun())("objects that are there already", () => {
  let cluster: LocalCluster;
  let operator: CnpgDouble;
  let home: PulumiHome;
  let stack: PulumiStack;
  let config: Config;

  beforeAll(async () => {
    const tools = await toolchain();
    cluster = await LocalCluster.start(tools, { with: ["certManager", "gateway"] });
    await cluster.shell(documentedSecrets());
    operator = new CnpgDouble(cluster.kubeconfig);
    home = new PulumiHome(tools);
    config = devConfigOn(cluster.kubeconfig, tools);
    stack = await home.stack("owned", config);
  });

  afterAll(async () => {
    await operator?.stop();
    home?.remove();
    await cluster?.stop();
  });

  describe("of somebody else", () => {
    beforeEach(async () => {
      await cluster.tryKubectl(["create", "configmap", "mlflow-basic-auth", "-n", "mlflow", "--from-literal=a=b"]);
    });

    it.each(["preview", "up"] as const)("are refused at %s, and left as they are", async (command) => {
      const { succeeded, errors } = await stack[command]();
      expect(succeeded).toBe(false);
      expect(errors).toContain("ConfigMap mlflow/mlflow-basic-auth exists already and was not made by this stack.");
      const found = await cluster.get<Owned & { data: object }>("configmap", "mlflow-basic-auth", "mlflow");
      expect(found.data).toEqual({ a: "b" });
    });

    it("are taken over with the command that the refusal gives, which leaves the rest of the stack as it is", async () => {
      const before = await cluster.get<Owned>("configmap", "mlflow-basic-auth", "mlflow");
      const { errors } = await stack.preview();
      await stack.paste(/pulumi config set .*$/m.exec(errors)?.[0]);
      const update = await stack.up();
      expect(update.errors).toBe("");
      const after = await cluster.get<Owned & { data: object }>("configmap", "mlflow-basic-auth", "mlflow");
      expect(after.metadata.uid).toBe(before.metadata.uid);
      expect(after.data).toHaveProperty("basic_auth.ini");
    });
  });

  describe("of this stack, whose state was lost", () => {
    it("are taken over by the next up, Helm's releases too", async () => {
      const before = await uids();
      const fresh = await home.stack("owned-again", merged(config, { cluster: { takeOver: [] } }));
      expect((await fresh.preview()).errors).toContain("belongs to the stack organization/mlops-platform/owned");
      await stack.forget();
      stack.configure(config);
      const update = await stack.up();
      expect(update.errors).toBe("");
      expect(update.of("Release")).toHaveLength(2);
      expect(await uids()).toEqual(before);
      expect((await stack.up()).steps).toEqual([]);
    });

    it("a Helm release of which Helm has begun the installation, too", async () => {
      await stack.forget();
      const record = await helmRecord();
      await cluster.kubectl(["label", "secret", record, "-n", "cnpg-system", "status=pending-install", "--overwrite"]);
      const update = await stack.up();
      expect(update.errors).toBe("");
      expect(await cluster.shell("helm list -n cnpg-system --short")).toContain("cloudnative-pg");
    });
  });

  it("a Helm release of somebody else is refused", async () => {
    await stack.forget();
    await cluster.kubectl(["annotate", "namespace", "cnpg-system", "mlops-platform/helm-cloudnative-pg-"]);
    const { errors } = await stack.preview();
    expect(errors).toContain("Helm release cnpg-system/cloudnative-pg exists already and was not made by this stack.");
  });

  async function helmRecord(): Promise<string> {
    const names = await cluster.kubectl([
      "get",
      "secrets",
      "-n",
      "cnpg-system",
      "-l",
      "owner=helm,name=cloudnative-pg",
      "-o",
      "name",
    ]);
    return names.trim().split("\n").at(-1)?.replace("secret/", "") ?? "";
  }

  async function uids(): Promise<Record<string, string>> {
    const kinds = "serviceaccounts,services,deployments,clusters.postgresql.cnpg.io,networkpolicies,cronjobs";
    const objects = await cluster.list<Owned>(kinds, "mlflow");
    return Object.fromEntries(objects.map(({ kind, metadata }) => [`${kind} ${metadata.name}`, metadata.uid]));
  }
});
