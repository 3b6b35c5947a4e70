import { beforeAll, describe, expect, it } from "vitest";
import type { Update } from "../../e2e/support/update.ts";
import { namespace } from "../support/onPremises.ts";
import { type Platform, type Pod, sql } from "../support/platform.ts";

/** `pulumi up` on an empty cluster, and what has come true when it ends. */
export function deployment(platform: () => Platform): void {
  describe("the first up", () => {
    let update: Update;

    beforeAll(async () => {
      update = await platform().stack.upAfterPreview();
    });

    it("succeeds", () => {
      expect(update.errors).toBe("");
      expect(update.succeeded).toBe(true);
    });

    it("has said what it waited for", () => {
      expect(update.output).toContain(`Waiting for Cluster ${namespace}/mlflow-pg-v1`);
      expect(update.output).toContain(`Waiting for Job ${namespace}/mlflow-migrate`);
    });

    it("ends with a base backup completed and WAL archived", async () => {
      const { node } = platform();
      const backups = await node.list<{ status: { phase: string } }>("backups.postgresql.cnpg.io", namespace);
      expect(backups.map(({ status }) => status.phase)).toContain("completed");
      expect(await sql(platform(), "select archived_count > 0 from pg_stat_archiver")).toBe("t");
    });

    it("ends with MLflow's pods ready", async () => {
      const pods = await platform().node.list<Pod>("pods", namespace, "app.kubernetes.io/component=server");
      expect(pods.flatMap(({ status }) => status.containerStatuses?.map(({ ready }) => ready))).toEqual([true]);
    });

    it("gives PostgreSQL's pods the Guaranteed class", async () => {
      const pods = await platform().node.list<Pod>("pods", namespace, "cnpg.io/podRole=instance");
      expect(pods.map(({ status }) => status.qosClass)).toEqual(["Guaranteed", "Guaranteed"]);
    });

    it("a second up changes nothing, and neither does a refresh", async () => {
      const { stack } = platform();
      expect((await stack.up()).steps).toEqual([]);
      expect((await stack.refresh()).succeeded).toBe(true);
      const after = await stack.up();
      expect(after.errors).toBe("");
      expect(after.steps).toEqual([]);
    });
  });
}
