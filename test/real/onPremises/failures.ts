import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../support/client.ts";
import { host, namespace } from "../support/onPremises.ts";
import { eventually, mlflowPod, type Platform, primary, sql, userOf } from "../support/platform.ts";

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

    it("the store: the server stays up and says so, WAL is kept, and all goes on when it is back", async () => {
      const { node } = platform();
      const { metadata } = await mlflowPod(platform());
      await node.kubectl(["-n", "object-store", "scale", "deployment/s3", "--replicas=0"]);
      const { output } = await user.python(
        `import os; os.environ['MLFLOW_HTTP_REQUEST_MAX_RETRIES'] = '1'; import mlflow
with mlflow.start_run(): mlflow.log_metric('m', 1); mlflow.log_text('x', 'x.txt')`,
      );
      expect(output).toMatch(/500|503|INTERNAL|Max retries|Could not connect/);
      await sql(
        platform(),
        "create table if not exists away(id int); insert into away values (1); select pg_switch_wal()",
      );
      await eventually("the archiver says so", 180, async () => {
        return (await sql(platform(), "select failed_count > 0 from pg_stat_archiver")) === "t";
      });
      expect(await user.status(`https://${host}/health`)).toBe(200);
      await node.kubectl(["-n", "object-store", "scale", "deployment/s3", "--replicas=1"]);
      await eventually("WAL catches up", 300, async () => {
        const ready = "select count(*) from pg_ls_archive_statusdir() where name like '%.ready'";
        return (await sql(platform(), ready)) === "0";
      });
      await eventually("artifacts are kept again", 120, async () => {
        const again = await user.python("import mlflow\nwith mlflow.start_run(): mlflow.log_text('x', 'x.txt')");
        return again.code === 0;
      });
      expect((await mlflowPod(platform())).metadata.uid).toBe(metadata.uid);
    });

    it("a /tmp that is almost full: the server goes on, and room again is enough", async () => {
      const { node } = platform();
      const fill = "fallocate -l 1900M /tmp/fill || dd if=/dev/zero of=/tmp/fill bs=1M count=1900";
      const exec = (command: string) =>
        node.tryKubectl(["-n", namespace, "exec", "deploy/mlflow", "--", "sh", "-c", command]);
      await exec(fill);
      expect(await user.status(`https://${host}/health`)).toBe(200);
      await exec("rm -f /tmp/fill");
      const { code, output } = await user.python(
        "import mlflow\nwith mlflow.start_run(): mlflow.log_text('room', 'room.txt')",
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
