import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { host, namespace } from "../support/onPremises.ts";
import { eventually, mlflowPod, type Platform, sql, userOf } from "../support/platform.ts";

/** The object store goes for five minutes, and comes back. */
export function outage(platform: () => Platform): void {
  describe("while the object store is away", () => {
    const scaleStore = (replicas: number) =>
      platform().node.kubectl(["-n", "object-store", "scale", "deployment/s3", `--replicas=${replicas}`]);

    it("the server stays up and says so, WAL is kept, and all goes on when it is back", async () => {
      const user = await userOf(platform());
      const { metadata } = await mlflowPod(platform());
      const gone = performance.now();
      await scaleStore(0);
      const { output } = await user.python(
        `import os; os.environ['MLFLOW_HTTP_REQUEST_MAX_RETRIES'] = '1'; import mlflow
with mlflow.start_run(): mlflow.log_metric('m', 1); mlflow.log_text('x', 'x.txt')`,
      );
      expect(output).toMatch(/500|503|INTERNAL|Max retries|Could not connect/);
      await sql(platform(), "create table away(id int); insert into away values (1); select pg_switch_wal()");
      await eventually("the archiver says so", 180, async () => {
        return (await sql(platform(), "select failed_count > 0 from pg_stat_archiver")) === "t";
      });
      while (performance.now() - gone < 300_000) {
        expect(await user.status(`https://${host}/health`)).toBe(200);
        await sleep(20_000);
      }
      await scaleStore(1);
      await eventually("WAL catches up", 300, async () => {
        const waiting = "select count(*) from pg_ls_archive_statusdir() where name like '%.ready'";
        return (await sql(platform(), waiting)) === "0";
      });
      await eventually("artifacts are kept again", 120, async () => {
        const again = await user.python("import mlflow\nwith mlflow.start_run(): mlflow.log_text('x', 'x.txt')");
        return again.code === 0;
      });
      expect((await mlflowPod(platform())).metadata.uid).toBe(metadata.uid);
    });

    it("the Cluster says whether WAL is archived", async () => {
      const cluster = await platform().node.get<{ status: { conditions: { type: string; status: string }[] } }>(
        "cluster",
        "mlflow-pg-v1",
        namespace,
      );
      const condition = cluster.status.conditions.find(({ type }) => type === "ContinuousArchiving");
      expect(condition?.status).toBe("True");
    });
  });
}
