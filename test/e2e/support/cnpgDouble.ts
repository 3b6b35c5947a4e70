import { readFileSync } from "node:fs";
import { request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";

interface Status {
  applied?: boolean;
  phase?: string;
  conditions?: { type: string; status: string }[];
}

interface Item {
  metadata: { name: string; namespace: string };
  status?: Status;
}

/** What the operator writes once its work is done, and how to tell that it is. */
const outcomes: { resource: string; isDone: (status: Status) => boolean; status: () => object }[] = [
  {
    resource: "clusters",
    isDone: ({ conditions = [] }) => conditions.some(({ type, status }) => type === "Ready" && status === "True"),
    status: () => ({
      conditions: [
        {
          type: "Ready",
          status: "True",
          reason: "ClusterIsReady",
          message: "Cluster is Ready",
          lastTransitionTime: new Date().toISOString(),
        },
      ],
    }),
  },
  { resource: "databases", isDone: ({ applied }) => applied === true, status: () => ({ applied: true }) },
  { resource: "backups", isDone: ({ phase }) => phase === "completed", status: () => ({ phase: "completed" }) },
];

/**
 * A double of the CloudNativePG operator, whose pods don't run on fake nodes: writes into the API server the status
 * that the operator writes when a Cluster is ready, a Database applied, a Backup completed. It makes no pod and no
 * database, and it refuses nothing.
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
        for (const { metadata } of items.filter((item) => !isDone(item.status ?? {}))) {
          await this.#send(
            "PATCH",
            `/namespaces/${metadata.namespace}/${resource}/${metadata.name}/status`,
            JSON.stringify({ status: status() }),
          );
        }
      }
      await sleep(300);
    }
  }

  /** Nothing while the operator's CRDs are not there. */
  async #list(resource: string): Promise<Item[]> {
    const body = await this.#send("GET", `/${resource}`);
    return (JSON.parse(body || "{}") as { items?: Item[] }).items ?? [];
  }

  /** Body of the answer; empty for whatever is not a success, since an object may be gone between two calls. */
  #send(method: string, path: string, body = ""): Promise<string> {
    const { server, ...access } = this.#api;
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
    headers: { authorization: `Bearer ${users[0].user.token}`, "content-type": "application/merge-patch+json" },
  };
}
