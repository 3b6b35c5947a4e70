import { setTimeout as sleep } from "node:timers/promises";
import type { LocalCluster } from "./cluster.ts";

interface Certificate {
  metadata: { name: string; namespace: string };
  status?: { conditions?: { type: string; status: string }[] };
}

/**
 * A double of cert-manager, whose pods don't run on fake nodes: says of every Certificate that it is ready. It makes no
 * Secret, and fake pods mount none.
 */
export class CertManagerDouble {
  readonly #cluster: LocalCluster;
  readonly #loop: Promise<void>;
  #running = true;

  constructor(cluster: LocalCluster) {
    this.#cluster = cluster;
    this.#loop = this.#issueUntilStopped();
  }

  async stop(): Promise<void> {
    this.#running = false;
    await this.#loop;
  }

  async #issueUntilStopped(): Promise<void> {
    while (this.#running) {
      const { stdout } = await this.#cluster.tryKubectl(["get", "certificates", "-A", "--output", "json"]);
      const { items = [] } = JSON.parse(stdout || "{}") as { items?: Certificate[] };
      for (const { metadata } of items.filter(({ status }) => status?.conditions === undefined)) {
        const condition = {
          type: "Ready",
          status: "True",
          reason: "Ready",
          lastTransitionTime: new Date().toISOString(),
        };
        const patch = JSON.stringify({ status: { conditions: [condition] } });
        const where = ["--namespace", metadata.namespace, "--subresource=status", "--type=merge", "--patch", patch];
        await this.#cluster.tryKubectl(["patch", "certificate", metadata.name, ...where]);
      }
      await sleep(500);
    }
  }
}
