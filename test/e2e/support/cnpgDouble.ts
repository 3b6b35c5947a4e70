import { readFileSync } from "node:fs";
import { request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";

interface Status {
  applied?: boolean;
  phase?: string;
  readyInstances?: number;
}

interface Item {
  metadata: { name: string; namespace: string };
  spec: { instances?: number; cluster?: { name: string } };
  status?: Status;
}

/** What the operator writes once its work is done, and how to tell that it is. */
const outcomes: { resource: string; isDone: (item: Item) => boolean; status: (item: Item) => object }[] = [
  {
    resource: "clusters",
    isDone: ({ spec, status }) => status?.phase === healthy && status.readyInstances === spec.instances,
    status: ({ spec }) => ({
      phase: healthy,
      instances: spec.instances,
      readyInstances: spec.instances,
      conditions: [
        condition("Ready", "ClusterIsReady"),
        condition("ContinuousArchiving", "ContinuousArchivingSuccess"),
      ],
    }),
  },
  { resource: "databases", isDone: ({ status }) => status?.applied === true, status: () => ({ applied: true }) },
  {
    resource: "backups",
    isDone: ({ status }) => status?.phase === "completed",
    status: () => ({ phase: "completed" }),
  },
];

const healthy = "Cluster in healthy state";

function condition(type: string, reason: string) {
  return { type, status: "True", reason, message: reason, lastTransitionTime: new Date().toISOString() };
}

/**
 * A double of the CloudNativePG operator, whose pods don't run on fake nodes: writes into the API server the status
 * that the operator writes when a Cluster is ready, a Database applied, a Backup completed, and makes the first Backup of
 * every schedule. It makes no pod and no database, and it refuses nothing.
 */
export class CnpgDouble {
  readonly #api: ApiServer;
  readonly #loop: Promise<void>;
  #running = true;

  constructor(kubeconfig: string) {
    this.#api = apiServer(kubeconfig);
    this.#loop = this.#writeUntilStopped();
  }

  async stop(): Promise<void> {
    this.#running = false;
    await this.#loop;
  }

  async #writeUntilStopped(): Promise<void> {
    while (this.#running) {
      for (const { resource, isDone, status } of outcomes) {
        const items = await this.#list(resource);
        for (const item of items.filter((each) => !isDone(each))) {
          const { name, namespace } = item.metadata;
          const body = JSON.stringify({ status: status(item) });
          await this.#send("PATCH", `/namespaces/${namespace}/${resource}/${name}/status`, body);
        }
      }
      await this.#takeFirstBackups();
      await sleep(300);
    }
  }

  async #takeFirstBackups(): Promise<void> {
    const taken = new Set((await this.#list("backups")).map(({ metadata }) => metadata.name));
    for (const { metadata, spec } of await this.#list("scheduledbackups")) {
      const name = `${metadata.name}-first`;
      if (!taken.has(name)) {
        const { namespace } = metadata;
        const backup = { kind: "Backup", metadata: { name, namespace }, spec: { cluster: spec.cluster } };
        const body = JSON.stringify({ apiVersion: "postgresql.cnpg.io/v1", ...backup });
        await this.#send("POST", `/namespaces/${namespace}/backups`, body);
      }
    }
  }

  /** Nothing while the operator's CRDs are not there. */
  async #list(resource: string): Promise<Item[]> {
    const body = await this.#send("GET", `/${resource}`);
    return (JSON.parse(body || "{}") as { items?: Item[] }).items ?? [];
  }

  /** Body of the answer; empty for whatever is not a success, since an object may be gone between two calls. */
  #send(method: string, path: string, body = ""): Promise<string> {
    const { server, ca, headers } = this.#api;
    const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
    const access = { ca, headers: { ...headers, "content-type": type } };
    return new Promise((resolve) => {
      const sent = request(`${server}/apis/postgresql.cnpg.io/v1${path}`, { method, ...access }, (response) => {
        const chunks: Buffer[] = [];
        response
          .on("data", (chunk: Buffer) => chunks.push(chunk))
          .on("end", () => resolve(response.statusCode === 200 ? Buffer.concat(chunks).toString() : ""));
      });
      sent.on("error", () => resolve("")).end(body);
    });
  }
}

interface ApiServer {
  server: string;
  ca: Buffer;
  headers: Record<string, string>;
}

function apiServer(kubeconfig: string): ApiServer {
  const { clusters, users } = parse(readFileSync(kubeconfig, "utf8"));
  const { server, "certificate-authority-data": ca } = clusters[0].cluster;
  return {
    server,
    ca: Buffer.from(ca, "base64"),
    headers: { authorization: `Bearer ${users[0].user.token}` },
  };
}
