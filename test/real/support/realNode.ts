/**
 * A real Kubernetes node on this machine: containerd, kubelet, enforced NetworkPolicies, in a network without a way out.
 * The scripts beside the project bring it; `MLOPS_REAL_CACHE` names the folder that their binaries and images are kept in.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { images } from "../../../versions.ts";
import { type Finished, type Place, run, succeed } from "../../e2e/support/process.ts";
import type { Toolchain } from "../../e2e/support/toolchain.ts";
import { isRoot, withTest } from "../../e2e/support/user.ts";
import { root } from "../../support/cli.ts";

const shared = join(root, "../shared");
const scripts = join(shared, "realnode");
const cache = process.env.MLOPS_REAL_CACHE ?? join(tmpdir(), "mlops-platform-real");
/** What setting up takes of this process: where packages come from is in its variables, or in files of its home. */
const system = {
  ...(process.env as Record<string, string>),
  PATH: `/usr/local/sbin:/usr/sbin:/sbin:${process.env.PATH}`,
  TMPDIR: tmpdir(),
};

/** Images by the names that manifests have for them. Envoy's is that of the Gateway's chart. */
const loaded = [
  "base",
  "cnpg",
  "plugin",
  "sidecar",
  "s3",
  "gateway",
  "envoy=docker.io/envoyproxy/envoy:distroless-v1.39.1@sha256:eb2c01c13125d1629637cb4e4cce7207009fb7cc2c8027f9742758549d15b6f4",
  `postgresql-18=${images.postgresql[18]}`,
  `mlflow-3.17.2=${images.mlflow}`,
];

/** Whether suites have to be skipped; says on stderr what is missing. */
export function cannotRunNode(): boolean {
  const lacks = [
    process.platform !== "linux" && `Linux (this is ${process.platform})`,
    !isRoot && "root, which starts containers and networks",
    !existsSync(join(scripts, "setup.sh")) && `${scripts}, the scripts of the node`,
  ].filter((lack) => lack !== false);
  if (lacks.length > 0) {
    process.stderr.write(`Tests on a real node are skipped. Missing:\n${lacks.map((lack) => `  ${lack}\n`).join("")}`);
  }
  return lacks.length > 0;
}

export class RealNode {
  readonly tools: Toolchain;
  readonly kubeconfig: string;
  readonly #env: Record<string, string>;
  readonly #supervisor: number;
  readonly #helpers: number[] = [];

  private constructor(env: Record<string, string>) {
    this.#env = env;
    this.kubeconfig = join(env.NODE_DIR ?? "", "cluster/kubeconfig");
    const bin = join(cache, "toolchain/bin");
    this.tools = {
      path: `${bin}:${env.BIN}`,
      clusterScript: join(cache, "toolchain/cluster.sh"),
      stages: join(cache, "toolchain/kwok-stages.yaml"),
      gatewayScript: "",
      charts: join(shared, "charts"),
      crds: join(shared, "crds"),
    };
    this.#supervisor = this.#supervise();
  }

  /** A fresh node with every image loaded. What it needs is made the first time, which takes four minutes. */
  static async start(): Promise<RealNode> {
    await succeed({ argv: [join(scripts, "setup.sh")], env: { ...system, ROOT: cache }, seconds: 1800 });
    const exported = await succeed({ argv: [join(scripts, "setup.sh"), "env"], env: { ...system, ROOT: cache } });
    const printed = await succeed({ argv: ["bash", "-c", `${exported}\nenv -0`], env: system });
    const env = Object.fromEntries(
      printed
        .split("\0")
        .filter(Boolean)
        .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
    const node = new RealNode(env);
    try {
      await node.#script("node.sh", ["reset"], 300);
      await node.#script("load.sh", loaded, 900);
      const crds = readdirSync(node.tools.crds).filter((name) => /^(cert-manager|prometheus-operator)/.test(name));
      const files = crds.flatMap((name) => ["-f", join(node.tools.crds, name)]);
      await node.kubectl(["apply", "--server-side", ...files]);
      node.#certificates();
      return node;
    } catch (error) {
      await node.stop();
      throw error;
    }
  }

  /** Inside the node's network, from where its API server and its Services can be reached. */
  readonly inside: Place = ({ argv, env, ...command }) => ({
    ...command,
    env: { ...env, PATH: env?.PATH ?? this.#env.PATH ?? "" },
    argv: [...withTest, "nsenter", "--net=/run/netns/realpods-real", "env", `KUBECONFIG=${this.kubeconfig}`, ...argv],
  });

  /** Runs kubectl, which must succeed. */
  kubectl(args: string[], stdin = ""): Promise<string> {
    return succeed(this.inside({ argv: ["kubectl", ...args], env: this.#env, seconds: 900 }), stdin);
  }

  /** Runs kubectl, whatever comes of it. */
  tryKubectl(args: string[], stdin = ""): Promise<Finished> {
    return run(this.inside({ argv: ["kubectl", ...args], env: this.#env, seconds: 900 }), stdin);
  }

  /** Runs a shell script inside, with kubectl and helm on its PATH. */
  shell(script: string, seconds = 900): Promise<string> {
    return succeed(this.inside({ argv: ["bash", "-euc", script], env: this.#env, seconds }));
  }

  async list<Kind>(kind: string, namespace: string, selector = ""): Promise<Kind[]> {
    const json = await this.kubectl(["get", kind, "-n", namespace, "-l", selector, "-o", "json"]);
    return JSON.parse(json).items;
  }

  async get<Kind>(kind: string, name: string, namespace: string): Promise<Kind> {
    return JSON.parse(await this.kubectl(["get", kind, name, "-n", namespace, "-o", "json"]));
  }

  /** Gives an image a name that has both a tag and a digest: kubelets ask for it by the digest alone. */
  async alias(name: string, pinned: string): Promise<void> {
    const [tagged = "", digest = ""] = pinned.split("@");
    await this.tag(name, tagged);
    await this.tag(name, `${tagged.slice(0, tagged.lastIndexOf(":"))}@${digest}`);
  }

  /** Gives an image of the node a further name. */
  tag(name: string, further: string): Promise<void> {
    return this.#script("node.sh", ["tag", name, further], 60);
  }

  /** A real S3 server with TLS, and in each namespace the Secrets with its CA and its keys. */
  async startObjectStore(...namespaces: string[]): Promise<void> {
    await succeed(this.inside({ argv: [join(scripts, "s3.sh"), "up", ...namespaces], env: this.#env, seconds: 300 }));
  }

  async stop(): Promise<void> {
    for (const pid of this.#helpers) {
      end(pid);
    }
    await run({ argv: [join(scripts, "node.sh"), "down"], env: this.#env, seconds: 120 });
    end(this.#supervisor);
  }

  async #script(name: string, args: string[], seconds: number): Promise<void> {
    await succeed({ argv: [join(scripts, name), ...args], env: this.#env, seconds });
  }

  /** Stands in for cert-manager, whose modules cannot be had here: makes the Secrets of Certificates. */
  #certificates(): void {
    const { argv, env } = this.inside({
      argv: ["python3", join(scripts, "certificates.py"), "7200"],
      env: this.#env,
    });
    const [program = "", ...args] = argv;
    const child = spawn(program, args, { env, stdio: "ignore" });
    this.#helpers.push(child.pid ?? 0);
  }

  /** Stops the node when this process is gone, however it went: it outlives a run that is killed. Not another run's node. */
  #supervise(): number {
    const owner = join(cache, "owner");
    const own = `${process.pid} ${Date.now()}`;
    writeFileSync(owner, own);
    const isOwn = `[ "$(cat "${owner}")" = "${own}" ]`;
    const script = `while kill -0 ${process.pid} 2>/dev/null && ${isOwn}; do sleep 1; done; ! ${isOwn} || exec "${join(scripts, "node.sh")}" down`;
    const child = spawn("bash", ["-c", script], { env: this.#env, detached: true, stdio: "ignore" });
    child.unref();
    return child.pid ?? 0;
  }
}

function end(pid: number): void {
  if (pid !== 0) {
    spawnSync("kill", ["-9", String(pid)]);
  }
}
