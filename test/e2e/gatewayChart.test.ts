/** Envoy Gateway's chart, installed by the real engine and Helm on a real API server. Its pods run on a fake node. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LocalCluster } from "./support/cluster.ts";
import { PulumiHome, type PulumiStack } from "./support/pulumi.ts";
import { localController } from "./support/stackConfig.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";

const namespace = "envoy-gateway-system";

/** The Gateway itself is left out: it waits for a controller that runs. */
const controllerOnly = ["Stack::*", "*::kubernetes", "*gateway:Gateway::mlops", "*::mlops-controller"].flatMap(
  (pattern) => ["--target", `**${pattern}`],
);

describe.skipIf(cannotRun())("the gateway's controller", () => {
  let cluster: LocalCluster;
  let home: PulumiHome;
  let stack: PulumiStack;

  beforeAll(async () => {
    const tools = await toolchain();
    cluster = await LocalCluster.start(tools, { with: ["certManager", "clusterIssuers"] });
    home = new PulumiHome(tools);
    stack = await home.stack("controller", {
      domain: "example.com",
      cluster: { kubeconfig: cluster.kubeconfig },
      gateway: { controller: localController(tools), issuer: { name: "letsencrypt" }, lua: true },
    });
  });

  afterAll(async () => {
    home?.remove();
    await cluster?.stop();
  });

  it("is installed by its chart, with the CRDs of a gateway", async () => {
    const update = await stack.up(...controllerOnly);
    expect(update.errors).toBe("");
    expect(update.of("Release")).toEqual([{ op: "create", type: "Release", name: "mlops-controller" }]);
    const [release] = JSON.parse(await cluster.shell(`helm list --namespace ${namespace} --output json`));
    expect(release).toMatchObject({ name: "gateway-helm", chart: "gateway-helm-1.9.1", status: "deployed" });
    const crds = await cluster.kubectl(["get", "crd", "--output", "name"]);
    expect(crds).toContain("/httproutes.gateway.networking.k8s.io");
    expect(crds).toContain("/backendtrafficpolicies.gateway.envoyproxy.io");
  });

  it("is told to take scripts where the config says so", async () => {
    const { data } = await cluster.get<{ data: Record<string, string> }>(
      "configmap",
      "envoy-gateway-config",
      namespace,
    );
    expect(data["envoy-gateway.yaml"]).toMatch(/enableLua: true/);
  });

  it("stays as it is when it goes up again", async () => {
    expect(await stack.up(...controllerOnly)).toMatchObject({ succeeded: true, steps: [] });
  });
});
