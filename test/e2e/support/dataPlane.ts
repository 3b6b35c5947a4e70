/** A real Envoy in the place of the pods that Envoy Gateway's controller asks a cluster for: fake nodes run none. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KubernetesObject, LocalCluster } from "./cluster.ts";
import { envoyProgram } from "./envoyGateway.ts";
import { gatewayNamespace } from "./gatewayStack.ts";
import type { Network } from "./network.ts";
import { type Running, start } from "./process.ts";

interface ProxyDeployment extends KubernetesObject {
  spec: { template: { spec: { containers: { name: string; args: string[] }[] } } };
}

/** The proxy of the only Gateway with the arguments of its Deployment: only addresses and paths are this machine's. */
export async function startDataPlane(cluster: LocalCluster, network: Network, folder: string): Promise<Running> {
  const deployments = await cluster.list<ProxyDeployment>("deployments", gatewayNamespace);
  const containers = deployments.flatMap(({ spec }) => spec.template.spec.containers);
  const proxy = containers.find(({ name }) => name === "envoy");
  if (proxy === undefined) {
    throw new Error(`no proxy among ${containers.map(({ name }) => name).join(", ")}`);
  }
  await writeFiles(cluster, folder);
  const args = proxy.args.map((argument) =>
    argument
      .replaceAll("/certs/", `${folder}/certs/`)
      .replaceAll("/sds/", `${folder}/sds/`)
      .replaceAll(/envoy-gateway\.envoy-gateway-system\.svc[a-z.]*/g, "127.0.0.1")
      // The controller listens at ports of the same numbers.
      .replaceAll(/\b1900(?=[0-3]\b)/g, "1910")
      .replaceAll("$(ENVOY_POD_NAME)", "proxy"),
  );
  // It opens /dev/stdout for its access log, which cannot be done where that is one of Node's sockets.
  const quiet = ["sh", "-c", 'exec "$0" "$@" > /dev/null'];
  return start(network.inside({ argv: [...quiet, await envoyProgram(), ...args] }));
}

/** The certificate that the proxy shows the controller, with the files that say where it is. */
async function writeFiles(cluster: LocalCluster, folder: string): Promise<void> {
  const { data } = await cluster.get<{ data: Record<string, string> }>("secret", "envoy", gatewayNamespace);
  mkdirSync(join(folder, "certs"), { recursive: true });
  for (const [name, content] of Object.entries(data)) {
    writeFileSync(join(folder, "certs", name), Buffer.from(content, "base64"));
  }
  const configMaps = await cluster.list<{ data?: Record<string, string> }>("configmaps", gatewayNamespace);
  const files = configMaps.flatMap(({ data }) => Object.entries(data ?? {}));
  mkdirSync(join(folder, "sds"), { recursive: true });
  for (const [name, content] of files.filter(([name]) => name.startsWith("xds-"))) {
    writeFileSync(join(folder, "sds", name), content.replaceAll("/certs/", `${folder}/certs/`));
  }
}
