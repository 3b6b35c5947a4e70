import { type Case, type CaseResource, resource } from "../../case.ts";

const barman = "barman-cloud.cloudnative-pg.io";

const archiving = (name: string) => ({
  plugins: [{ name: barman, isWALArchiver: true, parameters: { barmanObjectName: name, serverName: name } }],
});

/** Nothing is wrong with it but what a case changes. */
const cluster = (name: string, spec: object = {}): CaseResource =>
  resource("kubernetes:postgresql.cnpg.io/v1:Cluster", name, {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Cluster",
    metadata: { name, namespace: name },
    spec: {
      instances: 3,
      storage: { size: "10Gi" },
      resources: { requests: { cpu: "1", memory: "2Gi" }, limits: { memory: "2Gi" } },
      ...archiving(name),
      ...spec,
    },
  });

const objectStore = (name: string, spec: object = {}): CaseResource =>
  resource("kubernetes:barmancloud.cnpg.io/v1:ObjectStore", `${name}-store`, {
    apiVersion: "barmancloud.cnpg.io/v1",
    kind: "ObjectStore",
    metadata: { name, namespace: name },
    spec: { configuration: { destinationPath: `s3://${name}` }, ...spec },
  });

const scheduledBackup = (name: string, spec: object = {}): CaseResource =>
  resource("kubernetes:postgresql.cnpg.io/v1:ScheduledBackup", `${name}-schedule`, {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "ScheduledBackup",
    metadata: { name, namespace: name },
    spec: { schedule: "0 0 0 * * *", cluster: { name }, method: "plugin", ...spec },
  });

const selecting = (type: string, apiVersion: string, selector: string, name: string): CaseResource =>
  resource(`kubernetes:${type}`, `${name}-selecting`, {
    apiVersion,
    kind: type.split(":").at(-1),
    metadata: { name, namespace: name },
    spec: { [selector]: { matchLabels: { "cnpg.io/cluster": name } } },
  });

const networkPolicy = (name: string) =>
  selecting("networking.k8s.io/v1:NetworkPolicy", "networking.k8s.io/v1", "podSelector", name);

const podMonitor = (name: string) =>
  selecting("monitoring.coreos.com/v1:PodMonitor", "monitoring.coreos.com/v1", "selector", name);

const database = (name: string, databaseReclaimPolicy?: string): CaseResource =>
  resource("kubernetes:postgresql.cnpg.io/v1:Database", name, {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Database",
    metadata: { name, namespace: name },
    spec: {
      cluster: { name: "pg" },
      name: "app",
      owner: "app",
      ...(databaseReclaimPolicy && { databaseReclaimPolicy }),
    },
  });

const hba = (line: string) => ({ postgresql: { pg_hba: [line] } });

const wal = "postgres-wal-archived";
const scheduled = "postgres-backups-scheduled";
const kept = "postgres-backups-kept-a-week";
const logins = "postgres-logins-checked";
const reached = "postgres-ingress-limited";
const monitored = "postgres-monitored";
const dropped = "postgres-database-kept";

/** Cases that differ in the Cluster's spec only. */
const clusterCase = (rule: string, ...fails: object[]): Case => ({
  rule,
  passes: [[cluster(rule)]],
  fails: fails.map((spec, index) => [cluster(`${rule}-${index + 2}`, spec)]),
});

export const databaseCases: Case[] = [
  {
    rule: wal,
    passes: [
      [cluster(wal), objectStore(wal)],
      [cluster(wal, { plugins: [], backup: { barmanObjectStore: { destinationPath: "s3://backups" } } })],
    ],
    fails: [
      [cluster(`${wal}-2`, { plugins: [] })],
      [cluster(`${wal}-3`)],
      [cluster(`${wal}-4`, { plugins: [{ name: barman, isWALArchiver: false }] }), objectStore(`${wal}-4`)],
    ],
  },
  {
    rule: scheduled,
    passes: [[cluster(scheduled), scheduledBackup(scheduled)]],
    fails: [
      [cluster(`${scheduled}-2`)],
      [cluster(`${scheduled}-3`), scheduledBackup(`${scheduled}-3`, { suspend: true })],
      [cluster(`${scheduled}-4`), scheduledBackup(`${scheduled}-4`, { cluster: { name: "another" } })],
    ],
  },
  {
    rule: kept,
    passes: ["7d", "1w", "1m"]
      .map((retentionPolicy) => [objectStore(kept, { retentionPolicy })])
      .concat([[objectStore(kept)]]),
    fails: [
      [objectStore(`${kept}-2`, { retentionPolicy: "6d" })],
      [cluster(`${kept}-3`, { backup: { retentionPolicy: "1d" } })],
    ],
  },
  clusterCase("postgres-three-instances", { instances: 1 }, { instances: 2 }),
  clusterCase("postgres-disruption-budget-on", { enablePDB: false }),
  clusterCase(
    "postgres-superuser-off",
    { enableSuperuserAccess: true },
    { managed: { roles: [{ name: "admin", login: true, superuser: true }] } },
  ),
  {
    rule: logins,
    passes: [
      [cluster(logins, hba("hostssl app app 10.0.0.0/8 scram-sha-256"))],
      [cluster(logins)],
      [cluster(logins, hba("host all all 10.0.0.0 255.0.0.0 reject"))],
    ],
    fails: [
      [cluster(`${logins}-2`, hba("host all all 10.0.0.0/8 trust"))],
      [cluster(`${logins}-3`, hba("hostnossl app app 10.0.0.0/8 scram-sha-256"))],
      [cluster(`${logins}-5`, hba('host "my app" app 10.0.0.0 255.0.0.0 ldap ldapserver=ldap.example.com # trust'))],
      [cluster(`${logins}-4`, hba("host app app 10.0.0.0/8 password"))],
    ],
  },
  clusterCase(
    "postgres-resources-requested",
    { resources: {} },
    { resources: { requests: { cpu: "1", memory: "2Gi" } } },
    { resources: { limits: { memory: "2Gi" } } },
  ),
  { rule: reached, passes: [[cluster(reached), networkPolicy(reached)]], fails: [[cluster(`${reached}-2`)]] },
  {
    rule: monitored,
    passes: [
      [cluster(monitored), podMonitor(monitored)],
      [cluster(monitored, { monitoring: { enablePodMonitor: true } })],
    ],
    fails: [[cluster(`${monitored}-2`)]],
  },
  {
    rule: dropped,
    passes: [[database(dropped)], [database(dropped, "retain")]],
    fails: [[database(`${dropped}-2`, "delete")]],
  },
];
