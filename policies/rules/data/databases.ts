/** PostgreSQL clusters of CloudNativePG 1.30, with backups by the Barman Cloud plugin. */

import { UNKNOWN } from "../../../graph/inputs.ts";
import type { Resource } from "../../../graph/resource.ts";
import { ofType, type Rule, resourceRule, stackRule } from "../../engine/rule.ts";
import type { Stack } from "../../engine/stack.ts";
import { isSet, itemsOf, mayBe, mayEqual, within } from "../../engine/unknown.ts";
import { isRestricted } from "../kubernetes/networkPolicies.ts";
import { nameOf, shareNamespace } from "../kubernetes/objects.ts";
import { networkPoliciesFor, selecting } from "../kubernetes/selectors.ts";
import { isInsecure } from "./hbaLine.ts";
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
    why: "Without it, everything written since the last base backup is lost with the volumes, and point-in-time recovery is impossible.",
    fix: "Create an ObjectStore, and name it in the plugin's `barmanObjectName` with `isWALArchiver: true`.",
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
        ? ["The cluster does not archive its WAL."]
        : hasObjectStore(cluster, store, stack)
          ? []
          : [`The cluster archives its WAL to the ObjectStore "${store}", which is not in the stack.`];
    },
  }),

  stackRule<Cluster>({
    name: "postgres-backups-scheduled",
    severity: "critical",
    what: "Every PostgreSQL cluster has scheduled base backups.",
    why: "WAL cannot be restored without an earlier base backup.",
    fix: "Create a ScheduledBackup for the cluster.",
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
      return isScheduled ? [] : ["The cluster has no scheduled base backups."];
    },
  }),

  resourceRule<ObjectStore | Cluster>({
    name: "postgres-backups-kept-a-week",
    severity: "high",
    what: "Backups and their WAL are kept at least 7 days.",
    why: "A mistake that is noticed only after a long weekend has to be recoverable.",
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
    why: "With two, there is no standby while one is replaced; with one, the database is down as long as its node is.",
    fix: "Set `instances: 3`; set the rule to advisory for a stack that may be lost.",
    references: [],
    on: isCluster,
    check: ({ inputs }) => {
      const instances = within(inputs.spec, (spec) => spec.instances) ?? 1;
      return typeof instances === "number" && instances < 3 ? [`The cluster has ${instances} instances.`] : [];
    },
  }),

  resourceRule<Cluster>({
    name: "postgres-disruption-budget-on",
    severity: "medium",
    what: "Every PostgreSQL cluster with more than one instance has PodDisruptionBudgets.",
    why: "Otherwise draining nodes can evict the primary and its standbys at once.",
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
    what: "No PostgreSQL cluster allows the superuser to log in over the network.",
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
    what: "Logins to PostgreSQL are authenticated and encrypted: no line of pg_hba uses trust, plain passwords or connections without TLS.",
    why: "Otherwise whoever reaches the port can log in, or an attacker on the network can read passwords.",
    fix: "Write the line as `hostssl … scram-sha-256`.",
    references: [],
    on: isCluster,
    check: ({ inputs }) => {
      const lines = itemsOf(within(inputs.spec, ({ postgresql }) => within(postgresql, ({ pg_hba }) => pg_hba)));
      return lines
        .filter(isInsecure)
        .map((line) => `The line "${line}" of pg_hba allows unauthenticated or unencrypted logins.`);
    },
  }),

  resourceRule<Cluster>({
    name: "postgres-resources-requested",
    severity: "medium",
    what: "Every PostgreSQL cluster requests CPU and memory, and limits its memory.",
    why: "When a node runs out of memory, the kernel first kills what requests none, and the memory of databases grows.",
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
    what: "A NetworkPolicy restricts who reaches the instances of each PostgreSQL cluster.",
    why: "Without one, every pod of the Kubernetes cluster can try passwords.",
    fix: "Create a NetworkPolicy that selects the label `cnpg.io/cluster`.",
    references: ["CIS Kubernetes 5.3.2"],
    on: isCluster,
    checkIn: (cluster, stack) =>
      isRestricted(networkPoliciesFor(cluster, instancesOf(cluster), stack), "Ingress")
        ? []
        : ["No NetworkPolicy restricts who reaches the instances."],
  }),

  stackRule<Cluster>({
    name: "postgres-monitored",
    severity: "medium",
    what: "A PodMonitor scrapes the instances of each PostgreSQL cluster.",
    why: "Otherwise a failing archive or a full volume is noticed only when a restore is needed.",
    fix: "Create a PodMonitor that selects the label `cnpg.io/cluster`.",
    references: [],
    on: isCluster,
    checkIn: (cluster, stack) => {
      const type = "kubernetes:monitoring.coreos.com/v1:PodMonitor";
      const own = within(cluster.inputs.spec, ({ monitoring }) => within(monitoring, (each) => each.enablePodMonitor));
      const isMonitored =
        mayBe(own, true) || selecting(type, "selector", cluster, instancesOf(cluster), stack).length > 0;
      return isMonitored ? [] : ["No PodMonitor scrapes the instances."];
    },
  }),

  resourceRule<Database>({
    name: "postgres-database-kept",
    severity: "high",
    what: "Deleting a Database object keeps its database.",
    why: "Otherwise deleting a small Kubernetes object drops the database with all of its data.",
    fix: "Set `databaseReclaimPolicy: retain`, which is the default.",
    references: [],
    on: ofType("kubernetes:postgresql.cnpg.io/v1:Database"),
    check: ({ inputs }) =>
      mayBe(within(inputs.spec, (spec) => spec.databaseReclaimPolicy) ?? "retain", "retain")
        ? []
        : ["The database is dropped when the object is deleted."],
  }),
];

/** Labels that the operator sets on the instances of a cluster. */
function instancesOf(cluster: Resource): Record<string, string> {
  return { "cnpg.io/cluster": nameOf(cluster) };
}

function hasObjectStore(cluster: Resource, name: string | undefined, stack: Stack): boolean {
  const stores = stack.all<ObjectStore>(objectStoreType);
  return name === UNKNOWN || stores.some((store) => mayEqual(nameOf(store), name) && shareNamespace(store, cluster));
}

/** Days of a retention policy: a number with `d`, `w` or `m`. Without a policy, backups are kept for ever. */
function daysOf(policy = ""): number {
  const [, count, unit] = /^(\d+)([dwm])$/.exec(policy) ?? [];
  return count === undefined ? Number.POSITIVE_INFINITY : Number(count) * ({ d: 1, w: 7, m: 30 }[unit ?? ""] ?? 1);
}
