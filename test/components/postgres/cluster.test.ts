import { describe, expect, it } from "vitest";
import { LiveClusterDouble } from "../../support/liveClusterDouble.ts";
import { at } from "../../support/stack.ts";
import { deployed } from "./deployed.ts";

describe("PostgresCluster", () => {
  it("names the cluster after itself and its generation, so that the next can stand beside it", async () => {
    const { one, outputs } = await deployed();
    expect(at(one("Cluster"), "metadata.name")).toBe("mlflow-pg-v1");
    expect(outputs.clusterName).toBe("mlflow-pg-v1");
  });

  it("keeps its service account's name over generations, so that a cloud identity survives a restore", async () => {
    const { one } = await deployed();
    expect(at(one("ServiceAccount"), "metadata.name")).toBe("mlflow-pg");
    expect(at(one("ServiceAccount"), "metadata.annotations")).toEqual({ "cloud.example.com/identity": "mlflow-pg" });
    expect(at(one("Cluster"), "spec.serviceAccountName")).toBe("mlflow-pg");
    expect(at(one("Cluster"), "spec.inheritedMetadata.labels")).toEqual({ "cloud.example.com/use": "true" });
  });

  it("waits for the rollout and for a first backup where there is a cluster to read", async () => {
    const recorded = await deployed({ live: new LiveClusterDouble([]) });
    expect(at(recorded.one("Cluster"), "metadata.annotations")).toEqual({
      "pulumi.com/waitFor": "jsonpath={.metadata.uid}",
    });
    expect(recorded.waitsFor(recorded.one("Database"))).toContain("mlflow-pg-v1-rollout");
    expect(recorded.waitsFor(recorded.one("ConfigMap", "mlflow-pg-v1-recoverable"))).toContain("mlflow-pg-v1");
  });

  it("fails over within seconds of a shutdown of its primary", async () => {
    expect(at((await deployed()).one("Cluster"), "spec.smartShutdownTimeout")).toBe(3);
  });

  it("makes the first database with the cluster and the others as Databases that outlive their objects", async () => {
    const recorded = await deployed();
    const { one } = recorded;
    expect(at(one("Cluster"), "spec.bootstrap.initdb")).toMatchObject({
      database: "mlflow",
      owner: "mlflow",
      secret: { name: "mlflow-pg-owner" },
    });
    expect(at(one("Database"), "spec")).toEqual({
      cluster: { name: "mlflow-pg-v1" },
      name: "mlflow_auth",
      owner: "mlflow",
      databaseReclaimPolicy: "retain",
    });
    expect(recorded.waitsFor(one("Database"))).toContain("mlflow-pg-v1");
    expect(recorded.outputs.waitsFor).toBe(2);
  });

  it("waits until the operator reports a ready cluster and an applied database", async () => {
    const { one } = await deployed();
    expect(at(one("Cluster"), "metadata.annotations")).toEqual({ "pulumi.com/waitFor": "condition=Ready" });
    expect(at(one("Database"), "metadata.annotations")).toEqual({
      "pulumi.com/waitFor": "jsonpath={.status.applied}=true",
    });
    expect(one("Cluster").timeouts).toMatchObject({ create: "1h" });
  });

  it.each([
    ["retain", true],
    ["delete", false],
  ] as const)("with retention %s protects and retains what holds data: %s", async (retention, kept) => {
    const { one } = await deployed({ retention });
    for (const kind of ["Cluster", "ObjectStore", "Database"]) {
      expect(one(kind), kind).toMatchObject({ protect: kept, retainOnDelete: kept });
    }
    for (const kind of ["ServiceAccount", "ImageCatalog", "NetworkPolicy", "ScheduledBackup"]) {
      expect(one(kind), `${kind}, which a cluster left in place goes on using`).toMatchObject({ retainOnDelete: kept });
    }
  });

  it("keeps every child below itself", async () => {
    const recorded = await deployed();
    const orphans = recorded.resources
      .filter(({ custom }) => custom)
      .filter((child) => recorded.parentOf(child)?.name !== "mlflow-pg");
    expect(orphans).toEqual([]);
  });

  it("makes its own image catalog, or uses an existing one", async () => {
    const own = await deployed();
    expect(at(own.one("ImageCatalog"), "spec.images")).toContainEqual({
      major: 18,
      image: "example.com/postgresql:18",
    });
    const brought = await deployed({ imageCatalog: { kind: "ClusterImageCatalog", name: "official" } });
    expect(brought.all("ImageCatalog")).toEqual([]);
    expect(at(brought.one("Cluster"), "spec.imageCatalogRef")).toEqual({
      apiGroup: "postgresql.cnpg.io",
      kind: "ClusterImageCatalog",
      name: "official",
      major: 18,
    });
  });

  it.each([
    [3, { method: "any", number: 1, dataDurability: "preferred", failoverQuorum: true }, true],
    [1, undefined, false],
  ])(
    "with %i instances commits synchronously where a standby is left to fail",
    async (instances, synchronous, budget) => {
      const { one } = await deployed({ instances });
      expect(at(one("Cluster"), "spec.postgresql.synchronous")).toEqual(synchronous);
      expect(at(one("Cluster"), "spec.enablePDB")).toBe(budget);
    },
  );
});
