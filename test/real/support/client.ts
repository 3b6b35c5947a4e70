/** A pod of somebody who uses MLflow: the real client, in a namespace of its own. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { images } from "../../../versions.ts";
import { type Finished, run } from "../../e2e/support/process.ts";
import { secrets } from "./onPremises.ts";
import type { RealNode } from "./realNode.ts";

export class Client {
  readonly #node: RealNode;
  readonly #namespace: string;
  readonly #name: string;

  private constructor(node: RealNode, namespace: string, name: string) {
    this.#node = node;
    this.#namespace = namespace;
    this.#name = name;
  }

  /** @param uri address of MLflow; `aliases` are names that the pod resolves to an address. */
  static async start(
    node: RealNode,
    { namespace, name, uri, aliases = [] }: { namespace: string; name: string; uri: string; aliases?: object[] },
  ): Promise<Client> {
    const variables = {
      MLFLOW_TRACKING_URI: uri,
      MLFLOW_TRACKING_USERNAME: "admin",
      MLFLOW_TRACKING_PASSWORD: secrets["mlflow.credentials.adminPassword"],
      MLFLOW_DISABLE_TELEMETRY: "true",
      GIT_PYTHON_REFRESH: "quiet",
      HOME: "/tmp",
      REQUESTS_CA_BUNDLE: "/tmp/ca.crt",
    };
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace, labels: { app: name } },
      spec: {
        automountServiceAccountToken: false,
        hostAliases: aliases,
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
        containers: [
          {
            name: "client",
            image: images.mlflow,
            // Trusts the gateway's CA and the store's: downloads are sent to the store itself.
            command: ["sh", "-c", "cat /gateway-ca/ca.crt /store-ca/ca.crt > /tmp/ca.crt && exec sleep infinity"],
            env: Object.entries(variables).map(([key, value]) => ({ name: key, value })),
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
            volumeMounts: [
              { name: "gateway-ca", mountPath: "/gateway-ca" },
              { name: "store-ca", mountPath: "/store-ca" },
            ],
          },
        ],
        volumes: [
          { name: "gateway-ca", configMap: { name: "gateway-ca" } },
          { name: "store-ca", secret: { secretName: "object-store-ca" } },
        ],
      },
    };
    await node.kubectl(["apply", "-f", "-"], JSON.stringify(pod));
    await node.kubectl(["-n", namespace, "wait", `pod/${name}`, "--for=condition=Ready", "--timeout=120s"]);
    return new Client(node, namespace, name);
  }

  /** Runs Python with MLflow's client; the answer is what it wrote. */
  python(program: string, args: string[] = []): Promise<Finished> {
    return this.#exec(["python", "-", ...args], program);
  }

  /** Runs a program of this folder. */
  script(file: string, args: string[] = []): Promise<Finished> {
    return this.python(readFileSync(join(import.meta.dirname, file), "utf8"), args);
  }

  /** The HTTP status of an address; 0 where nothing answers. */
  async status(url: string, ...flags: string[]): Promise<number> {
    const argv = ["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "--max-time", "8", "--cacert", "/tmp/ca.crt"];
    const { stdout } = await this.#exec([...argv, ...flags, url]);
    return Number(stdout);
  }

  /** Whether a TCP connection comes about. */
  async reaches(target: string, port: number): Promise<boolean> {
    const { code } = await this.python(
      "import socket, sys\nsocket.create_connection((sys.argv[1], int(sys.argv[2])), 4).close()",
      [target, String(port)],
    );
    return code === 0;
  }

  #exec(argv: string[], stdin = ""): Promise<Finished> {
    const exec = ["kubectl", "-n", this.#namespace, "exec", "-i", this.#name, "--", ...argv];
    return run(this.#node.inside({ argv: exec, seconds: 900 }), stdin);
  }
}
