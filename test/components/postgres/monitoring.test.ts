import { describe, expect, it } from "vitest";
import { at } from "../../support/stack.ts";
import { deployed } from "./deployed.ts";

describe("the monitoring of PostgresCluster", () => {
  it("alerts on failed and missing backups and on WAL that cannot be archived", async () => {
    const { one } = await deployed();
    const [group] = at(one("PrometheusRule"), "spec.groups") as [{ rules: { alert: string }[] }];
    expect(group.rules.map(({ alert }) => alert)).toEqual([
      "PostgresBackupFailed",
      "PostgresBackupMissing",
      "PostgresWalArchivingFailing",
    ]);
    expect(at(one("PodMonitor"), "spec.selector.matchLabels")).toEqual({ "cnpg.io/cluster": "mlflow-pg-v1" });
  });

  it("has no objects without the Prometheus operator", async () => {
    const { all } = await deployed({ monitoring: false });
    expect([...all("PodMonitor"), ...all("PrometheusRule")]).toEqual([]);
  });
});
