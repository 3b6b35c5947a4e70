/** PostgreSQL run by CloudNativePG 1.30, with backups by the Barman Cloud plugin.*/

import { UNKNOWN } from "../../../graph/inputs.ts";
import { ofType, type Resource, type Rule, resourceRule, stackRule } from "../../engine/rule.ts";
import type { Stack } from "../../engine/stack.ts";
import { isSet, itemsOf, mayBe, mayEqual, within } from "../../engine/unknown.ts";
import { isRestricted } from "../kubernetes/networkPolicies.ts";
import { nameOf, shareNamespace } from "../kubernetes/objects.ts";
import { networkPoliciesFor, selecting } from "../kubernetes/selectors.ts";
import { isWeak } from "./hbaLine.ts";
import {
  barmanPlugin,
  type Cluster,
  clusterType,
  type Database,
  type DatabaseRole,
  type ObjectStore,
  type ObjectStoreSpec,
  objectStoreType,
  roleType,
  type ScheduledBackup,
} from "./postgresObjects.ts";

const isCluster = ofType(clusterType);

export const databases: Rule[] = [
  stackRule<Cluster>({
    name: "postgres-wal-archived",
    severity: "critical",
    what: "Every PostgreSQL cluster archives its WAL to an object store of the stack.",
    why: "Without it, what was written since the last base backup is lost with the volumes, and no point in time can be gone back to.",
    fix: "Make an ObjectStore, and name it in the plugin's `barmanObjectName` with `isWALArchiver: true`.",
    references: [],
    on: isCluster,
    checkIn: (cluster, stack) => {
      const plugins = within(cluster.inputs.spec, ({ plugins }) => plugins);
      const inTree = within(cluster.inputs.spec, ({ backup }) => within(backup, (own) => own.barmanObjectStore));
      const archiver = itemsOf(plugins).find(
        ({ name, enabled, isWALArchiver }) => name === barmanPlugin && enabled !== false && mayBe(isWALArchiver, true),
      );
      if (isSet(inTree) || plugins === UNKNOWN) {
        return [];
      }
      const store = archiver?.parameters?.barmanObjectName;
      return archiver === undefined
        ? ["The cluster archives its WAL nowhere."]
        : hasObjectStore(cluster, store, stack)
          ? []
          : [`The cluster archives its WAL to the ObjectStore "${store}", which is not in the stack.`];
    },
  }),

  stackRule<Cluster>({
    name: "postgres-backups-scheduled",
    severity: "critical",
    what: "Every PostgreSQL cluster has base backups on a schedule.",
    why: "WAL restores nothing without a base backup before it.",
    fix: "Make a ScheduledBackup for the cluster.",
    references: [],
    on: isCluster,
    checkIn: (cluster, stack) => {
      const schedules = stack.all<ScheduledBackup>("kubernetes:postgresql.cnpg.io/v1:ScheduledBackup");
      const isScheduled = schedules.some(
        (schedule) =>
          shareNamespace(schedule, cluster) &&
          mayEqual(
            within(schedule.inputs.spec, (spec) => within(spec.cluster, ({ name }) => name)),
            nameOf(cluster),
          ) &&
          within(schedule.inputs.spec, ({ suspend }) => suspend) !== true,
      );
      return isScheduled ? [] : ["The cluster has no base backups on a schedule."];
    },
  }),

  resourceRule<ObjectStore | Cluster>({
    name: "postgres-backups-kept-a-week",
    severity: "high",
    what: "Backups and their WAL are kept at least 7 days.",
    why: "A mistake that is noticed after a long weekend has to be within reach.",
    fix: "Set `spec.retentionPolicy` of the ObjectStore, such as `30d`.",
    references: [],
    on: ofType(objectStoreType, clusterType),
    check: ({ inputs }) => {
      const policy = within(inputs.spec, (spec) =>
        "backup" in spec
          ? within(spec.backup, (own) => own.retentionPolicy)
          : (spec as ObjectStoreSpec).retentionPolicy,
      );
      const days = daysOf(policy);
      return days < 7 ? [`Backups are kept ${days} days.`] : [];
    },
  }),

  resourceRule<Cluster>({
    name: "postgres-three-instances",
    severity: "medium",
    what: "Every PostgreSQL cluster has three instances or more.",
    why: "Two leave nothing to fail over to while one is replaced, and one is down for as long as its node is.",
    fix: "Set `instances: 3`; a stack that can be lost may have this rule as advisory.",
    references: [],
    on: isCluster,
    check: ({ inputs }) => {
      const instances = within(inputs.spec, (spec) => spec.instances) ?? 1;
      return typeof instances === "number" && instances < 3 ? [`The cluster's instances are ${instances}.`] : [];
    },
  }),

  resourceRule<Cluster>({
    name: "postgres-disruption-budget-on",
    severity: "medium",
    what: "A PostgreSQL cluster of more than one instance has its PodDisruptionBudgets.",
    why: "Draining nodes would otherwise take the primary and its standbys at once.",
    fix: "Remove `enablePDB: false`.",
    references: [],
    on: isCluster,
    check: ({ inputs }) => {
      const isOff = within(inputs.spec, ({ enablePDB, instances = 1 }) => enablePDB === false && instances > 1);
      return isOff === true ? ["The cluster has no PodDisruptionBudgets."] : [];
    },
  }),

  resourceRule<Cluster>({
    name: "postgres-superuser-off",
    severity: "high",
    what: "No PostgreSQL cluster lets the superuser log in over the network.",
    why: "The superuser reads every database and runs programs on the server.",
    fix: "Remove `enableSuperuserAccess`, and `superuser` of managed roles that log in.",
    references: [],
    on: ofType(clusterType, roleType),
    check: ({ type, inputs }) => {
      const isEnabled = within(inputs.spec, ({ enableSuperuserAccess }) => enableSuperuserAccess) === true;
      const managed = itemsOf(within(inputs.spec, (spec) => within(spec.managed, ({ roles }) => roles)));
      const own = type === roleType ? [(inputs as DatabaseRole).spec ?? {}] : [];
      const others = [...managed, ...own].filter(({ superuser, login }) => superuser === true && login === true);
      return [
        ...(isEnabled ? ["The superuser can log in."] : []),
        ...others.map(() => "A managed role can log in as a superuser."),
      ];
    },
  }),

  resourceRule<Cluster>({
    name: "postgres-logins-checked",
    severity: "critical",
    what: "Logins to PostgreSQL are checked and encrypted: no line of pg_hba trusts, sends passwords as they are, or asks for no TLS.",
    why: "Whoever reaches the port would be let in, or whoever listens would read the password.",
    fix: "Write the line as `hostssl … scram-sha-256`.",
    references: [],
    on: isCluster,
    check: ({ inputs }) => {
      const lines = itemsOf(within(inputs.spec, ({ postgresql }) => within(postgresql, ({ pg_hba }) => pg_hba)));
      return lines.filter(isWeak).map((line) => `The line "${line}" of pg_hba lets in unchecked or in the open.`);
    },
  }),

  resourceRule<Cluster>({
    name: "postgres-resources-requested",
    severity: "medium",
    what: "Every PostgreSQL cluster requests CPU and memory, and limits its memory.",
    why: "The kernel kills what outgrows a node first where nothing is requested, and a database is what grows.",
    fix: "Set `resources.requests` and `resources.limits.memory` of the cluster.",
    references: ["CKV_K8S_10", "CKV_K8S_12", "CKV_K8S_13"],
    on: isCluster,
    check: ({ inputs }) => {
      const has = (kind: "requests" | "limits", name: string) =>
        isSet(
          within(inputs.spec, ({ resources }) =>
            within(resources, (own) => within(own[kind], (quantities) => quantities[name])),
          ),
        );
      const lacks = [
        ...(has("requests", "cpu") || has("limits", "cpu") ? [] : ["CPU request"]),
        ...(has("limits", "memory") ? [] : ["memory limit"]),
      ];
      return lacks.map((what) => `The cluster has no ${what}.`);
    },
  }),

  stackRule<Cluster>({
    name: "postgres-ingress-limited",
    severity: "high",
    what: "A NetworkPolicy says who reaches the instances of each PostgreSQL cluster.",
    why: "Without one, every pod of the cluster can try passwords.",
    fix: "Make a NetworkPolicy that selects the label `cnpg.io/cluster`.",
    references: ["CIS Kubernetes 5.3.2"],
    on: isCluster,
    checkIn: (cluster, stack) =>
      isRestricted(networkPoliciesFor(cluster, instancesOf(cluster), stack), "Ingress")
        ? []
        : ["No NetworkPolicy limits who reaches the instances."],
  }),

  stackRule<Cluster>({
    name: "postgres-monitored",
    severity: "medium",
    what: "A PodMonitor scrapes the instances of each PostgreSQL cluster.",
    why: "An archive that fails or a volume that fills up is otherwise noticed at the restore.",
    fix: "Make a PodMonitor that selects the label `cnpg.io/cluster`.",
    references: [],
    on: isCluster,
    checkIn: (cluster, stack) => {
      const type = "kubernetes:monitoring.coreos.com/v1:PodMonitor";
      const own = within(cluster.inputs.spec, ({ monitoring }) => within(monitoring, (each) => each.enablePodMonitor));
      const isMonitored =
        mayBe(own, true) || selecting(type, "selector", cluster, instancesOf(cluster), stack).length > 0;
      return isMonitored ? [] : ["Nothing scrapes the instances."];
    },
  }),

  resourceRule<Database>({
    name: "postgres-database-kept",
    severity: "high",
    what: "A Database object leaves its database in place when it is deleted.",
    why: "The database, with all that is in it, would go with an object of a few lines.",
    fix: "Set `databaseReclaimPolicy: retain`, which is the default.",
    references: [],
    on: ofType("kubernetes:postgresql.cnpg.io/v1:Database"),
    check: ({ inputs }) =>
      mayBe(within(inputs.spec, (spec) => spec.databaseReclaimPolicy) ?? "retain", "retain")
        ? []
        : ["The database is dropped with its object."],
  }),
];

/** Labels that the operator puts on the instances of a cluster. */
function instancesOf(cluster: Resource): Record<string, string> {
  return { "cnpg.io/cluster": nameOf(cluster) };
}

function hasObjectStore(cluster: Resource, name: string | undefined, stack: Stack): boolean {
  const stores = stack.all<ObjectStore>(objectStoreType);
  return name === UNKNOWN || stores.some((store) => mayEqual(nameOf(store), name) && shareNamespace(store, cluster));
}

/** Days of `XXu`, a number with `d`, `w` or `m`. Without a policy nothing is ever cleared away. */
function daysOf(policy = ""): number {
  const [, count, unit] = /^(\d+)([dwm])$/.exec(policy) ?? [];
  return count === undefined ? Number.POSITIVE_INFINITY : Number(count) * ({ d: 1, w: 7, m: 30 }[unit ?? ""] ?? 1);
}
