import { describe, expect, it } from "vitest";
import { namespace } from "../support/onPremises.ts";
import { eventually, type Platform, sql } from "../support/platform.ts";

/** Backups that are there, arrive in time, and give back what was in the database. */
export function backups(platform: () => Platform): void {
  describe("backups", () => {
    it("WAL is archived within a minute of a write", async () => {
      const before = Number(await sql(platform(), "select archived_count from pg_stat_archiver"));
      await sql(platform(), "create table backup_proof(id int, at timestamptz default clock_timestamp())");
      await sql(platform(), "insert into backup_proof(id) select generate_series(1, 100); select pg_switch_wal()");
      const seconds = await eventually("a segment is archived", 60, async () => {
        return Number(await sql(platform(), "select archived_count from pg_stat_archiver")) > before;
      });
      expect(seconds).toBeLessThan(60);
    });

    it("a base backup is taken when the schedule says so", async () => {
      const { node } = platform();
      const schedule = "mlflow-pg-v1-each-minute";
      const { spec } = await node.get<{ spec: object }>("scheduledbackup", "mlflow-pg-v1", namespace);
      const object = {
        apiVersion: "postgresql.cnpg.io/v1",
        kind: "ScheduledBackup",
        metadata: { name: schedule, namespace },
        spec: { ...spec, schedule: "0 * * * * *", immediate: false },
      };
      await node.kubectl(["apply", "-f", "-"], JSON.stringify(object));
      await eventually("a scheduled backup is completed", 240, async () => {
        const selector = `cnpg.io/scheduled-backup=${schedule}`;
        const taken = await node.list<{ status?: { phase?: string } }>(
          "backups.postgresql.cnpg.io",
          namespace,
          selector,
        );
        return taken.some(({ status }) => status?.phase === "completed");
      });
      await node.kubectl(["-n", namespace, "delete", "scheduledbackup", schedule]);
    });

    it("a second Cluster, by hand, gives back the rows of a moment", async () => {
      const { node } = platform();
      const moment = await sql(
        platform(),
        `select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
      );
      await sql(platform(), "insert into backup_proof(id) select generate_series(101, 250)");
      await sql(platform(), "select pg_switch_wal(); checkpoint");
      await node.kubectl(["apply", "-f", "-"], JSON.stringify(await restored(platform(), moment)));
      await node.kubectl(["-n", namespace, "wait", "cluster/restored", "--for=condition=Ready", "--timeout=600s"]);
      expect(await sql(platform(), "select count(*) from backup_proof", "mlflow", "restored-1")).toBe("100");
      expect(await sql(platform(), "select count(*) from backup_proof")).toBe("250");
      await node.kubectl(["-n", namespace, "delete", "cluster,networkpolicy", "restored"]);
    });
  });
}

/** A Cluster as somebody would write it by hand, from the one that runs. */
async function restored({ node }: Platform, targetTime: string): Promise<object> {
  const { spec } = await node.get<{ spec: Record<string, unknown> }>("cluster", "mlflow-pg-v1", namespace);
  const name = "barman-cloud.cloudnative-pg.io";
  const parameters = { barmanObjectName: "mlflow-pg", serverName: "mlflow-pg-v1" };
  const cluster = {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Cluster",
    metadata: { name: "restored", namespace },
    spec: {
      instances: 1,
      imageCatalogRef: spec.imageCatalogRef,
      storage: spec.storage,
      walStorage: spec.walStorage,
      bootstrap: { recovery: { source: "origin", recoveryTarget: { targetTime } } },
      externalClusters: [{ name: "origin", plugin: { name, parameters } }],
    },
  };
  const networkPolicy = {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "restored", namespace },
    spec: { podSelector: { matchLabels: { "cnpg.io/cluster": "restored" } }, ingress: [{}], egress: [{}] },
  };
  return { apiVersion: "v1", kind: "List", items: [networkPolicy, cluster] };
}
