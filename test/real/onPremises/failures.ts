import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../support/client.ts";
import { namespace } from "../support/onPremises.ts";
import { eventually, mlflowPod, type Platform, primary, userOf } from "../support/platform.ts";

interface Written {
  acknowledged: number;
  failed: number;
  longest: number;
  lost: number[];
}

/** What breaks in a cluster, and how the platform takes it. `docs/operations.md` says the same to its users. */
export function failures(platform: () => Platform): void {
  describe("when something fails", () => {
    let user: Client;

    beforeAll(async () => {
      user = await userOf(platform());
    });

    it("the primary's pod: a standby takes over within 30 s, and no acknowledged write is lost", async () => {
      const { node } = platform();
      const writing = write(60);
      await sleep(15_000);
      const old = await primary(platform());
      await node.kubectl(["-n", namespace, "delete", "pod", old, "--wait=false"]);
      const seconds = await eventually("another primary", 60, async () => (await primary(platform())) !== old);
      const written = await writing;
      expect(written).toMatchObject({ failed: 0, lost: [] });
      expect(written.acknowledged).toBeGreaterThan(30);
      expect(seconds).toBeLessThan(30);
      await healthy();
    });

    it("MLflow's pod: another one takes its place, and the client tries again by itself", async () => {
      const { node } = platform();
      const writing = write(60);
      await sleep(10_000);
      const { metadata } = await mlflowPod(platform());
      await node.kubectl(["-n", namespace, "delete", "pod", metadata.name, "--grace-period=0", "--force"]);
      expect(await writing).toMatchObject({ failed: 0, lost: [] });
    });

    it("a full /tmp: the pod is evicted, and another one takes its place", async () => {
      const { node } = platform();
      const { metadata } = await mlflowPod(platform());
      const fill = ["sh", "-c", "dd if=/dev/zero of=/tmp/fill bs=1M count=2200"];
      await node.tryKubectl(["-n", namespace, "exec", metadata.name, "--", ...fill]);
      await eventually("another pod serves", 240, async () => {
        const { metadata: other, status } = await mlflowPod(platform());
        return other.uid !== metadata.uid && status.containerStatuses?.[0]?.ready === true;
      });
      const events = await node.kubectl(["-n", namespace, "get", "events", "--field-selector", "reason=Evicted"]);
      expect(events).toContain(`pod/${metadata.name}`);
      const { code, output } = await user.python(
        "import mlflow\nwith mlflow.start_run(): mlflow.log_text('a', 'a.txt')",
      );
      expect(code, output).toBe(0);
    });

    async function write(seconds: number): Promise<Written> {
      const { code, stdout, output } = await user.script("writer.py", [String(seconds)]);
      expect(code, output).toBe(0);
      return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    }

    async function healthy(): Promise<void> {
      await eventually("the Cluster is healthy", 300, async () => {
        const { status } = await platform().node.get<{ status: { phase: string; readyInstances: number } }>(
          "cluster",
          "mlflow-pg-v1",
          namespace,
        );
        return status.phase === "Cluster in healthy state" && status.readyInstances === 2;
      });
    }
  });
}
