import { describe, expect, it } from "vitest";
import { ObjectStoreDouble } from "../../support/objectStoreDouble.ts";
import { at } from "../../support/stack.ts";
import { deployed } from "./deployed.ts";

describe("the backups of PostgresCluster", () => {
  it("own the whole backups bucket, which barman-cloud needs", async () => {
    const objectStore = new ObjectStoreDouble();
    await deployed({ objectStore });
    expect(objectStore.asked).toEqual([
      { bucket: "backups", namespace: "mlflow", serviceAccount: "mlflow-pg", prefix: "", access: "readWrite" },
    ]);
  });

  it("archive WAL with the plugin, under the name of the generation, and never with the in-tree fields", async () => {
    const { one } = await deployed();
    expect(at(one("Cluster"), "spec.plugins")).toEqual([
      {
        name: "barman-cloud.cloudnative-pg.io",
        isWALArchiver: true,
        parameters: { barmanObjectName: "mlflow-pg", serverName: "mlflow-pg-v1" },
      },
    ]);
    expect(at(one("Cluster"), "spec.backup")).toBeUndefined();
  });

  it("are taken at once and then by schedule, and kept for 30 days", async () => {
    const { one } = await deployed();
    expect(at(one("ScheduledBackup"), "spec")).toMatchObject({
      schedule: "0 0 0 * * *",
      immediate: true,
      method: "plugin",
      cluster: { name: "mlflow-pg-v1" },
      pluginConfiguration: { name: "barman-cloud.cloudnative-pg.io" },
    });
    expect(at(one("ObjectStore"), "spec")).toMatchObject({
      retentionPolicy: "30d",
      configuration: { destinationPath: "s3://backups", s3Credentials: { inheritFromIAMRole: true } },
    });
    // Otherwise it waits for the next checkpoint.
    expect(at(one("ObjectStore"), "spec.configuration.data.immediateCheckpoint")).toBe(true);
  });

  it("give the cluster's service account the role that the plugin binds to one named like the Cluster", async () => {
    const recorded = await deployed();
    const binding = recorded.one("RoleBinding");
    expect(at(binding, "roleRef")).toMatchObject({ kind: "Role", name: "mlflow-pg-v1-barman-cloud" });
    expect(at(binding, "subjects")).toEqual([{ kind: "ServiceAccount", name: "mlflow-pg", namespace: "mlflow" }]);
    expect(at(binding, "metadata.name")).not.toBe("mlflow-pg-v1-barman-cloud");
    expect(recorded.waitsFor(recorded.one("Cluster"))).toContain("mlflow-pg-v1-backups");
  });

  it("give the sidecar requests equal to limits, without which no instance is Guaranteed", async () => {
    const { requests, limits } = at(
      (await deployed()).one("ObjectStore"),
      "spec.instanceSidecarConfiguration.resources",
    ) as {
      requests: object;
      limits: object;
    };
    expect(requests).toEqual({ cpu: "250m", memory: "384Mi" });
    expect(limits).toEqual(requests);
  });

  it("pass the store's environment on to the plugin's sidecar", async () => {
    const { one } = await deployed({ objectStore: new ObjectStoreDouble({ env: { A: "b" } }) });
    expect(at(one("ObjectStore"), "spec.instanceSidecarConfiguration.env")).toEqual([{ name: "A", value: "b" }]);
  });
});
