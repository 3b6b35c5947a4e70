import { describe, expect, it } from "vitest";
import type { Config } from "../../e2e/support/stackConfig.ts";
import { namespace, onPremisesConfig, setSecrets } from "../support/onPremises.ts";
import { mlflowPod, type Platform, type Pod, userOf } from "../support/platform.ts";

/** Changes of the config: `up` ends when they have come true, and fails with the reason when they will not. */
export function changes(platform: () => Platform): void {
  describe("a change", () => {
    it("of the server's settings ends with the new pod serving", async () => {
      const before = await mlflowPod(platform());
      const update = await configured({ mlflow: { allowedHosts: ["other.example.com"] } });
      expect(update.errors).toBe("");
      const { status, metadata } = await mlflowPod(platform());
      expect(metadata.uid).not.toBe(before.metadata.uid);
      expect(status.containerStatuses?.[0]?.ready).toBe(true);
    });

    it("of the number of instances ends with all of them ready", async () => {
      expect((await configured({ mlflow: { database: { instances: 3 } } })).errors).toBe("");
      const pods = await platform().node.list<Pod>("pods", namespace, "cnpg.io/podRole=instance");
      expect(pods.map(({ status }) => status.containerStatuses?.every(({ ready }) => ready))).toEqual([
        true,
        true,
        true,
      ]);
    });

    it("to an image that cannot be pulled fails with the pod's reason, and the server stays", async () => {
      const before = await mlflowPod(platform());
      const update = await configured({ mlflow: { image: "registry.invalid/mlflow:v3.17.3-full" } });
      expect(update.succeeded).toBe(false);
      expect(update.errors).toMatch(/ErrImagePull|ImagePullBackOff/);
      expect((await mlflowPod(platform())).metadata.uid).toBe(before.metadata.uid);
    });

    it("is taken back by one up", async () => {
      const update = await configured({});
      expect(update.errors).toBe("");
      expect((await mlflowPod(platform())).status.containerStatuses?.[0]?.ready).toBe(true);
    });

    it("with which the server crashes fails with the end of its log", async () => {
      const { node } = platform();
      const { data } = await node.get<{ data: Record<string, string> }>("configmap", "mlflow-basic-auth", namespace);
      const patch = (ini: string) => JSON.stringify({ data: { "basic_auth.ini": ini } });
      const write = (ini: string) =>
        node.kubectl(["-n", namespace, "patch", "configmap", "mlflow-basic-auth", "--type=merge", "-p", patch(ini)]);
      await write("[mlflow]\nauthorization_function = nowhere:nothing\n");
      const update = await configured({ mlflow: { allowedHosts: ["crash.example.com"] } });
      await write(data["basic_auth.ini"] ?? "");
      expect(update.succeeded).toBe(false);
      expect(update.errors).toContain(`The pods of Deployment ${namespace}/mlflow do not start.`);
      expect(update.errors).toMatch(/CrashLoopBackOff, after \d+ restarts/);
      expect(update.errors).toContain("The end of its log:");
    });

    it("by hand is seen by a refresh and put right by up", async () => {
      expect((await configured({})).errors).toBe("");
      const { node, stack } = platform();
      await node.kubectl(["-n", namespace, "scale", "deployment/mlflow", "--replicas=0"]);
      expect((await stack.refresh()).succeeded).toBe(true);
      const update = await stack.up();
      expect(update.errors).toBe("");
      expect(update.of("Deployment")).toEqual([{ op: "update", type: "Deployment", name: "mlflow" }]);
      await node.kubectl(["-n", namespace, "rollout", "status", "deployment/mlflow", "--timeout=180s"]);
    });

    it("of the database's password holds once the server has been restarted, as docs/operations.md has it", async () => {
      const { node, stack } = platform();
      await stack.setSecret("mlflow.database.credentials.password", "another p@ss/w0rd");
      expect((await stack.up()).errors).toBe("");
      await node.kubectl(["-n", namespace, "rollout", "restart", "deployment/mlflow"]);
      await node.kubectl(["-n", namespace, "rollout", "status", "deployment/mlflow", "--timeout=300s"]);
      const user = await userOf(platform());
      const { code, output } = await user.python("import mlflow\nwith mlflow.start_run(): mlflow.log_metric('m', 1)");
      expect(code, output).toBe(0);
    });
  });

  async function configured(config: Config) {
    const { node, stack } = platform();
    stack.configure(onPremisesConfig(node, config));
    await setSecrets(stack);
    return stack.up();
  }
}
