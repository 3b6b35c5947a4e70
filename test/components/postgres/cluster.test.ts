import { secret } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { PostgresClusterArgs } from "../../../components/postgres/args.ts";
import { PostgresCluster } from "../../../components/postgres/cluster.ts";
import { Secret } from "../../../graph/inputs.ts";
import { LiveClusterDouble } from "../../support/liveClusterDouble.ts";
import { ObjectStoreDouble } from "../../support/objectStoreDouble.ts";
import { at, type Stack, stack } from "../../support/stack.ts";

const backups = {
  schedule: "0 0 0 * * *",
  retentionDays: 30,
  alertAfterDays: 2,
  resources: { cpu: "250m", memory: "384Mi" },
};

const args: PostgresClusterArgs = {
  namespace: "mlflow",
  databases: ["mlflow", "mlflow_auth"],
  owner: "mlflow",
  credentials: { kind: "existing", secretName: "mlflow-pg-owner" },
  instances: 3,
  majorVersion: 18,
  images: { 17: "example.com/postgresql:17", 18: "example.com/postgresql:18" },
  storage: "20Gi",
  walStorage: "10Gi",
  resources: { cpu: "1", memory: "2Gi" },
  parameters: { max_connections: "200" },
  backups,
  retention: "retain",
  clients: { "app.kubernetes.io/instance": "mlflow" },
  operatorNamespace: "cnpg-system",
  monitoringNamespace: "monitoring",
  apiServerPorts: [443, 6443],
  monitoring: true,
  objectStore: new ObjectStoreDouble(),
};

const make = (changes: Partial<PostgresClusterArgs> = {}): Promise<Stack> =>
  stack(() => {
    const { connection, clusterName } = new PostgresCluster("mlflow-pg", { ...args, ...changes });
    const { ready, ...plain } = connection;
    return { clusterName, connection: plain, waitsFor: ready.length };
  });

describe("PostgresCluster", () => {
  it("names the cluster after itself and its generation, so that the next can stand beside it", async () => {
    const { one, outputs } = await make();
    expect(at(one("Cluster"), "metadata.name")).toBe("mlflow-pg-v1");
    expect(outputs.clusterName).toBe("mlflow-pg-v1");
  });

  it("exports the primary, the owner's Secret and the cluster's CA", async () => {
    const { outputs } = await make();
    expect(outputs.connection).toEqual({
      host: "mlflow-pg-v1-rw",
      port: 5432,
      secretName: "mlflow-pg-owner",
      ca: { name: "mlflow-pg-v1-ca", key: "ca.crt" },
      podLabels: { "cnpg.io/cluster": "mlflow-pg-v1" },
    });
  });

  it("keeps its service account's name over generations, so that a cloud identity survives a restore", async () => {
    const { one } = await make();
    expect(at(one("ServiceAccount"), "metadata.name")).toBe("mlflow-pg");
    expect(at(one("ServiceAccount"), "metadata.annotations")).toEqual({ "cloud.example.com/identity": "mlflow-pg" });
    expect(at(one("Cluster"), "spec.serviceAccountName")).toBe("mlflow-pg");
    expect(at(one("Cluster"), "spec.inheritedMetadata.labels")).toEqual({ "cloud.example.com/use": "true" });
  });

  it("owns the whole backups bucket, which barman-cloud needs", async () => {
    const objectStore = new ObjectStoreDouble();
    await make({ objectStore });
    expect(objectStore.asked).toEqual([
      { bucket: "backups", namespace: "mlflow", serviceAccount: "mlflow-pg", prefix: "", access: "readWrite" },
    ]);
  });

  it("archives WAL with the plugin, under the name of its generation, and never with the in-tree fields", async () => {
    const { one } = await make();
    expect(at(one("Cluster"), "spec.plugins")).toEqual([
      {
        name: "barman-cloud.cloudnative-pg.io",
        isWALArchiver: true,
        parameters: { barmanObjectName: "mlflow-pg", serverName: "mlflow-pg-v1" },
      },
    ]);
    expect(at(one("Cluster"), "spec.backup")).toBeUndefined();
  });

  it("takes a base backup at once and then by schedule, and keeps 30 days", async () => {
    const { one } = await make();
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

  it("gives its own service account the role that the plugin binds to one named like the Cluster", async () => {
    const recorded = await make();
    const binding = recorded.one("RoleBinding");
    expect(at(binding, "roleRef")).toMatchObject({ kind: "Role", name: "mlflow-pg-v1-barman-cloud" });
    expect(at(binding, "subjects")).toEqual([{ kind: "ServiceAccount", name: "mlflow-pg", namespace: "mlflow" }]);
    expect(at(binding, "metadata.name")).not.toBe("mlflow-pg-v1-barman-cloud");
    expect(recorded.waitsFor(recorded.one("Cluster"))).toContain("mlflow-pg-v1-backups");
  });

  it("gives the sidecar requests equal to limits, without which no instance is Guaranteed", async () => {
    const { requests, limits } = at(
      (await make()).one("ObjectStore"),
      "spec.instanceSidecarConfiguration.resources",
    ) as {
      requests: object;
      limits: object;
    };
    expect(requests).toEqual({ cpu: "250m", memory: "384Mi" });
    expect(limits).toEqual(requests);
  });

  it("waits for the rollout and for a first backup where there is a cluster to read", async () => {
    const recorded = await make({ live: new LiveClusterDouble([]) });
    expect(at(recorded.one("Cluster"), "metadata.annotations")).toEqual({
      "pulumi.com/waitFor": "jsonpath={.metadata.uid}",
    });
    expect(recorded.waitsFor(recorded.one("Database"))).toContain("mlflow-pg-v1-rollout");
    expect(recorded.waitsFor(recorded.one("ConfigMap", "mlflow-pg-v1-recoverable"))).toContain("mlflow-pg-v1");
  });

  it("fails over within seconds of a shutdown of its primary", async () => {
    expect(at((await make()).one("Cluster"), "spec.smartShutdownTimeout")).toBe(3);
  });

  it("passes the store's environment on to the plugin's sidecar", async () => {
    const { one } = await make({ objectStore: new ObjectStoreDouble({ env: { A: "b" } }) });
    expect(at(one("ObjectStore"), "spec.instanceSidecarConfiguration.env")).toEqual([{ name: "A", value: "b" }]);
  });

  it("makes the first database with the cluster and the others as Databases that outlive their objects", async () => {
    const recorded = await make();
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
    const { one } = await make();
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
    const { one } = await make({ retention });
    for (const kind of ["Cluster", "ObjectStore", "Database"]) {
      expect(one(kind), kind).toMatchObject({ protect: kept, retainOnDelete: kept });
    }
    for (const kind of ["ServiceAccount", "ImageCatalog", "NetworkPolicy", "ScheduledBackup"]) {
      expect(one(kind), `${kind}, which a cluster left in place goes on using`).toMatchObject({ retainOnDelete: kept });
    }
  });

  it("keeps every child below itself", async () => {
    const recorded = await make();
    const orphans = recorded.resources
      .filter(({ custom }) => custom)
      .filter((child) => recorded.parentOf(child)?.name !== "mlflow-pg");
    expect(orphans).toEqual([]);
  });

  it("admits its clients, its own instances, the operator and Prometheus only", async () => {
    const { one } = await make();
    const ingress = at(one("NetworkPolicy"), "spec.ingress") as { from: unknown[]; ports: { port: number }[] }[];
    expect(ingress.map(({ from, ports }) => [ports.map(({ port }) => port), from])).toEqual([
      [[5432], [{ podSelector: { matchLabels: { "app.kubernetes.io/instance": "mlflow" } } }]],
      [[5432, 8000], [{ podSelector: { matchLabels: { "cnpg.io/cluster": "mlflow-pg-v1" } } }]],
      [[5432, 8000], [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "cnpg-system" } } }]],
      [[9187], [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } } }]],
    ]);
  });

  it("lets instances reach the API server at the ports that its endpoints have", async () => {
    const { one } = await make({ apiServerPorts: [16443] });
    const egress = at(one("NetworkPolicy"), "spec.egress") as { ports: { port: number }[] }[];
    expect(egress.map(({ ports }) => ports.map(({ port }) => port))).toContainEqual([16443]);
  });

  it("alerts on failed and missing backups and on WAL that cannot be archived", async () => {
    const { one } = await make();
    const [group] = at(one("PrometheusRule"), "spec.groups") as [{ rules: { alert: string }[] }];
    expect(group.rules.map(({ alert }) => alert)).toEqual([
      "PostgresBackupFailed",
      "PostgresBackupMissing",
      "PostgresWalArchivingFailing",
    ]);
    expect(at(one("PodMonitor"), "spec.selector.matchLabels")).toEqual({ "cnpg.io/cluster": "mlflow-pg-v1" });
  });

  it("makes no monitoring objects without the Prometheus operator", async () => {
    const { all } = await make({ monitoring: false });
    expect([...all("PodMonitor"), ...all("PrometheusRule")]).toEqual([]);
  });

  it("makes its own image catalog, or uses an existing one", async () => {
    const own = await make();
    expect(at(own.one("ImageCatalog"), "spec.images")).toContainEqual({
      major: 18,
      image: "example.com/postgresql:18",
    });
    const brought = await make({ imageCatalog: { kind: "ClusterImageCatalog", name: "official" } });
    expect(brought.all("ImageCatalog")).toEqual([]);
    expect(at(brought.one("Cluster"), "spec.imageCatalogRef")).toEqual({
      apiGroup: "postgresql.cnpg.io",
      kind: "ClusterImageCatalog",
      name: "official",
      major: 18,
    });
  });

  it("makes the owner's Secret from a config secret, whose changes the operator applies", async () => {
    const { one } = await make({ credentials: { kind: "configured", password: secret("canary") } });
    expect(at(one("Secret"), "stringData")).toBeInstanceOf(Secret);
    expect(at(one("Secret"), "metadata.labels")).toMatchObject({ "cnpg.io/reload": "true" });
    expect(at(one("Cluster"), "spec.bootstrap.initdb.secret.name")).toBe("mlflow-pg-owner");
  });

  it.each([
    [3, { method: "any", number: 1, dataDurability: "preferred", failoverQuorum: true }, true],
    [1, undefined, false],
  ])(
    "with %i instances commits synchronously where a standby is left to fail",
    async (instances, synchronous, budget) => {
      const { one } = await make({ instances });
      expect(at(one("Cluster"), "spec.postgresql.synchronous")).toEqual(synchronous);
      expect(at(one("Cluster"), "spec.enablePDB")).toBe(budget);
    },
  );

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
  ])("refuses %s", async (_case, wrong, message) => {
    await expect(make(wrong)).rejects.toThrow(message);
  });
});
