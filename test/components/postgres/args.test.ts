import { describe, expect, it } from "vitest";
import { backups, deployed } from "./deployed.ts";

describe("wrong args of PostgresCluster", () => {
  it.each([
    ["no instance", { instances: 0 }, "instances: expected at least 1, found 0"],
    [
      "five cron fields",
      { backups: { ...backups, schedule: "0 0 * * *" } },
      "backups.schedule: expected six cron fields",
    ],
    [
      "no retention",
      { backups: { ...backups, retentionDays: 0 } },
      "backups.retentionDays: expected at least 1, found 0",
    ],
    ["a database name that needs quotes", { databases: ["ml-flow"] as [string] }, "databases[0]: expected an SQL name"],
    ["a namespace with capitals", { namespace: "MLflow" }, "namespace: expected a Kubernetes name"],
    ["a size without a unit", { storage: "20" }, "storage: expected a quantity such as 20Gi"],
  ])("are refused: %s", async (_case, wrong, message) => {
    await expect(deployed(wrong)).rejects.toThrow(message);
  });
});
