/** A Kubernetes API server with its controllers and fake nodes, on loopback, for the time of a test file. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments, stringify } from "yaml";
import { type Finished, here, type Place, run, succeed } from "./process.ts";
import { type StandIn, standIns } from "./standIns.ts";
import type { Toolchain } from "./toolchain.ts";

/** Projects whose CRDs a cluster is expected to have; those of CloudNativePG come with its charts. */
const expectedCrds = ["cert-manager", "gateway-api", "prometheus-operator"];

/** As its chart has it with our values, but for the leader's election: there is one only. */
const gatewayServerConfig = {
  apiVersion: "gateway.envoyproxy.io/v1alpha1",
  kind: "EnvoyGateway",
  gateway: { controllerName: "gateway.envoyproxy.io/gatewayclass-controller" },
  logging: { level: { default: "info" } },
  provider: { type: "Kubernetes", kubernetes: { leaderElection: { disable: true } } },
  extensionApis: { enableLua: true },
};

export class LocalCluster {
  readonly kubeconfig: string;
  readonly #folder: string;
  readonly #script: string[];
  readonly #gatewayScript: string[];
  readonly #env: Record<string, string>;
  readonly #place: Place;
  readonly #stopAtExit = () => this.#stopNow();

  private constructor(tools: Toolchain, port: number, place: Place) {
    this.#place = place;
    this.#folder = mkdtempSync(join(tmpdir(), "mlops-platform-cluster-"));
    this.kubeconfig = join(this.#folder, "state/kubeconfig");
    const script = join(this.#folder, "cluster.sh");
    copyFileSync(tools.clusterScript, script);
    writeFileSync(join(this.#folder, "kwok-stages.yaml"), withOurStages(readFileSync(tools.stages, "utf8")));
    this.#script = ["bash", script];
    this.#gatewayScript = ["bash", tools.gatewayScript];
    this.#env = {
      PATH: `${tools.path}:${process.env.PATH}`,
      BIN: tools.path.split(":")[0] ?? "",
      HOME: this.#folder,
      TMPDIR: this.#folder,
      CLUSTER_DIR: join(this.#folder, "state"),
      PORT: String(port),
      KUBECONFIG: this.kubeconfig,
    };
    process.once("exit", this.#stopAtExit);
  }

  /**
   * @param crds further projects whose CRDs are applied.
   * @param with what stands in for things that a stack takes to be there.
   * @param place where its servers and `kubectl` run.
   */
  static async start(
    tools: Toolchain,
    { crds = [], with: others = [], place = here }: { crds?: string[]; with?: StandIn[]; place?: Place } = {},
  ): Promise<LocalCluster> {
    const cluster = new LocalCluster(tools, await freePorts(), place);
    try {
      await succeed(place({ argv: [...cluster.#script, "up"], env: cluster.#env }));
      const wanted = [...expectedCrds, ...crds];
      const folders = readdirSync(tools.crds).filter((name) => wanted.some((project) => name.startsWith(project)));
      await cluster.kubectl(["apply", "--server-side", ...folders.flatMap((name) => ["-f", join(tools.crds, name)])]);
      await cluster.standIn(...others);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Ends the API server at once; what it has stored is there when it starts again. */
  async killApiServer(): Promise<void> {
    await succeed(
      this.#place({ argv: ["bash", "-euc", 'kill -9 "$(cat "$CLUSTER_DIR/apiserver.pid")"'], env: this.#env }),
    );
  }

  /** Starts what does not run, and waits until it does. */
  async startAgain(): Promise<void> {
    await succeed(this.#place({ argv: [...this.#script, "up"], env: this.#env }));
  }

  /** Starts Envoy Gateway's own controller, which listens at every address of the place. It stops with the cluster. */
  async startEnvoyGateway(): Promise<void> {
    const folder = join(this.#folder, "state/eg");
    mkdirSync(folder);
    writeFileSync(join(folder, "config.yaml"), stringify(gatewayServerConfig));
    await succeed(this.#place({ argv: [...this.#gatewayScript, "up"], env: this.#env }));
  }

  /** Adds stand-ins, and waits until those that run are ready. */
  async standIn(...names: StandIn[]): Promise<void> {
    if (names.length > 0) {
      const items: object[] = names.flatMap((name) => standIns[name]);
      await this.kubectl(["apply", "--filename", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items }));
      await this.kubectl(["wait", "deployments", "--all", "--all-namespaces", "--for=condition=Available"]);
    }
  }

  /** Runs a shell script with `kubectl` on its PATH, in a folder of its own. */
  async shell(script: string): Promise<string> {
    return succeed(this.#place({ argv: ["bash", "-euc", `cd "$HOME"\n${script}`], env: this.#env }));
  }

  /** Runs kubectl, which must succeed. */
  async kubectl(args: string[], stdin = ""): Promise<string> {
    return succeed(this.#place({ argv: ["kubectl", ...args], env: this.#env }), stdin);
  }

  /** Runs kubectl, whatever comes of it. */
  async tryKubectl(args: string[], stdin = ""): Promise<Finished> {
    return run(this.#place({ argv: ["kubectl", ...args], env: this.#env }), stdin);
  }

  /** Objects of a kind. */
  async list<Kind = KubernetesObject>(kind: string, namespace: string): Promise<Kind[]> {
    return JSON.parse(await this.kubectl(["get", kind, "--namespace", namespace, "--output", "json"])).items;
  }

  async get<Kind = KubernetesObject>(kind: string, name: string, namespace: string): Promise<Kind> {
    return JSON.parse(await this.kubectl(["get", kind, name, "--namespace", namespace, "--output", "json"]));
  }

  async exists(kind: string, name: string, namespace: string): Promise<boolean> {
    const found = await this.kubectl(["get", kind, name, "--namespace", namespace, "--ignore-not-found", "-o", "name"]);
    return found.trim() !== "";
  }

  async stop(): Promise<void> {
    for (const script of [this.#gatewayScript, this.#script]) {
      await run({ argv: [...script, "down"], env: this.#env });
    }
    rmSync(this.#folder, { recursive: true, force: true });
    process.off("exit", this.#stopAtExit);
  }

  #stopNow(): void {
    for (const [bash = "", ...args] of [this.#gatewayScript, this.#script]) {
      spawnSync(bash, [...args, "down"], { env: this.#env });
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export interface KubernetesObject {
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
}

/** The stages as shipped complete every pod of a Job; with ours, those annotated with an outcome have that one. */
function withOurStages(shipped: string): string {
  const stages = parseAllDocuments(shipped).map((document) => document.toJS());
  const complete = stages.find(({ metadata }) => metadata.name === "pod-complete");
  complete.spec.selector.matchExpressions.push({
    key: '.metadata.annotations["e2e.mlops-platform/outcome"]',
    operator: "DoesNotExist",
  });
  const ours = readFileSync(join(import.meta.dirname, "kwokStages.yaml"), "utf8");
  return [...stages.map((stage) => stringify(stage)), ours].join("---\n");
}

/** First of six ports in a row that nobody listens on, as the script wants them. */
async function freePorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await Promise.all([0, 1, 2, 3, 4, 5].map((offset) => isFree(first + offset)));
    if (free.every(Boolean)) {
      return first;
    }
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
