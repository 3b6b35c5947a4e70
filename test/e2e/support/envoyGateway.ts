/** Envoy Gateway without a cluster: it reads objects from a folder and runs a real Envoy itself. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Manifest } from "./manifestFiles.ts";
import type { Network } from "./network.ts";
import { type Running, start, succeed } from "./process.ts";
import { program, virtualEnvironment } from "./python.ts";
import type { Toolchain } from "./toolchain.ts";

/** Version of the Envoy that PyPI has. */
export const envoyVersion = "1.40.0";

/** The real Envoy's program. */
export async function envoyProgram(): Promise<string> {
  const venv = await virtualEnvironment("envoyRequirements.txt");
  const find = "import envoy, os; print(os.path.join(os.path.dirname(envoy.__file__), '_bin', 'envoy'))";
  const envoy = (await succeed({ argv: [program(venv, "python"), "-c", find] })).trim();
  chmodSync(envoy, 0o755);
  return envoy;
}

/**
 * Starts both inside the network. Envoy listens at 10080 and 10443 for the Gateway's 80 and 443.
 *
 * @param folder everything is in there; it is to be there, and empty.
 */
export async function startEnvoyGateway(
  tools: Toolchain,
  network: Network,
  folder: string,
  objects: (Manifest | object)[],
): Promise<Running> {
  const part = (name: string) => join(folder, name);
  const envoy = part(`data/envoy-versions/${envoyVersion}/bin`);
  for (const made of [envoy, part("objects"), part("config"), part("state"), part("run")]) {
    mkdirSync(made, { recursive: true });
  }
  symlinkSync(await envoyProgram(), join(envoy, "envoy"));
  writeFileSync(part("objects/all.yaml"), objects.map((object) => stringify(object)).join("---\n"));
  const env = { PATH: `${tools.path}:/usr/sbin:/usr/bin:/sbin:/bin`, HOME: folder };
  await succeed({ argv: ["envoy-gateway", "certgen", "--local", "--config-home", part("config")], env });
  writeFileSync(part("server.yaml"), stringify(serverConfig(part)));
  const argv = ["envoy-gateway", "server", "--config-path", part("server.yaml")];
  const server = start(network.inside({ argv, env }));
  return server;
}

function serverConfig(part: (name: string) => string) {
  return {
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "EnvoyGateway",
    gateway: { controllerName: "gateway.envoyproxy.io/gatewayclass-controller" },
    provider: {
      type: "Custom",
      custom: {
        resource: { type: "File", file: { paths: [part("objects")] } },
        infrastructure: {
          type: "Host",
          host: {
            configHome: part("config"),
            dataHome: part("data"),
            stateHome: part("state"),
            runtimeDir: part("run"),
          },
        },
      },
    },
    logging: { level: { default: "info" } },
    extensionApis: { enableBackend: true, enableLua: true },
  };
}
