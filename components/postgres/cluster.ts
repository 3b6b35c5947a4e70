import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy.js";
import { RoleBinding } from "@pulumi/kubernetes/rbac/v1/roleBinding.js";
import { ComponentResource, type ComponentResourceOptions, type CustomResourceOptions } from "@pulumi/pulumi";
import { checkedArgs } from "../checkedArgs.ts";
import { createdIsEnough, milestone } from "../kubernetes/milestone.ts";
import { exemptionAnnotations } from "../kubernetes/scannerExemptions.ts";
import { type PostgresClusterArgs, postgresClusterArgsSchema } from "./args.ts";
import { objectStoreSpec, scheduledBackupSpec } from "./backups.ts";
import { clusterSpec } from "./clusterSpec.ts";
import type { DatabaseConnection } from "./connection.ts";
import { alertRules, podMonitorSpec } from "./monitoring.ts";
import { networkPolicySpec } from "./networkPolicy.ts";
import { recoverable } from "./recoverable.ts";
import { clusterRolledOut } from "./rollout.ts";

/** Part of the names, so that a recovery makes the next generation beside this one and never replaces it. */
const generation = 1;

/**
 * A PostgreSQL cluster with point-in-time recovery: an update that makes it succeeds once its first base backup and WAL
 * segment are in the object store.
 */
export class PostgresCluster extends ComponentResource {
  /** Name of the Cluster object: the component's name and its generation. */
  readonly clusterName: string;

  /** How clients connect, to the primary. */
  readonly connection: DatabaseConnection;

  constructor(name: string, given: PostgresClusterArgs, opts?: ComponentResourceOptions) {
    super("mlops-platform:postgres:PostgresCluster", name, {}, opts);
    const args = checkedArgs(`PostgresCluster "${name}"`, postgresClusterArgsSchema, { ...given, name });
    const clusterName = `${name}-v${generation}`;
    const { namespace, instances, retention, backups } = args;
    const labels = { "app.kubernetes.io/name": "postgresql", "app.kubernetes.io/instance": name };
    const metadata = (objectName: string) => ({ name: objectName, namespace, labels });
    const stateful = { parent: this, protect: retention === "retain", retainOnDelete: retention === "retain" };
    // A retained cluster goes on using these.
    const kept = { parent: this, retainOnDelete: stateful.retainOnDelete };

    // The service account keeps its name over generations: cloud identities trust it by name.
    const grant = args.objectStore.grant({
      bucket: "backups",
      namespace,
      serviceAccount: name,
      prefix: "",
      access: "readWrite",
    });
    const serviceAccount = new ServiceAccount(
      name,
      { metadata: { ...metadata(name), annotations: grant.annotations } },
      kept,
    );
    const owner = this.#owner(args, metadata(`${name}-owner`), kept);
    const catalog = this.#imageCatalog(args, metadata(name), kept);
    const policy = new NetworkPolicy(
      name,
      {
        metadata: { ...metadata(name), annotations: exemptionAnnotations("podsOfOperator") },
        spec: networkPolicySpec(clusterName, args, grant.egress),
      },
      kept,
    );
    const storeSpec = objectStoreSpec(grant, backups);
    const objectStore = new CustomResource(
      name,
      {
        apiVersion: "barmancloud.cnpg.io/v1",
        kind: "ObjectStore",
        metadata: metadata(name),
        spec: storeSpec,
      },
      { ...stateful, dependsOn: grant.ready },
    );
    const access = this.#backupAccess(name, clusterName, metadata(`${clusterName}-backups`), kept);

    const spec = clusterSpec({ ...args, name, clusterName, secretName: owner.secretName, catalog, grant });
    const cluster = new CustomResource(
      clusterName,
      {
        apiVersion: "postgresql.cnpg.io/v1",
        kind: "Cluster",
        metadata: { ...metadata(clusterName), annotations: args.live ? createdIsEnough : providerWaits },
        spec,
      },
      {
        ...stateful,
        dependsOn: [serviceAccount, policy, objectStore, access, ...owner.ready, ...catalog.ready],
        customTimeouts: { create: "1h", update: "2h" },
      },
    );
    const { live } = args;
    const rolledOut = live
      ? milestone(
          `${clusterName}-rollout`,
          {
            metadata: metadata(`${clusterName}-rollout`),
            of: [spec, catalog.images],
            reached: (how) => clusterRolledOut(live, { ...args, ...how, name: clusterName }),
          },
          { ...kept, dependsOn: cluster },
        )
      : cluster;
    const databases = args.databases.slice(1).map((database) => {
      const objectName = `${clusterName}-${database.replaceAll("_", "-")}`;
      return new CustomResource(
        objectName,
        {
          apiVersion: "postgresql.cnpg.io/v1",
          kind: "Database",
          metadata: {
            ...metadata(objectName),
            annotations: { "pulumi.com/waitFor": "jsonpath={.status.applied}=true" },
          },
          spec: { cluster: { name: clusterName }, name: database, owner: args.owner, databaseReclaimPolicy: "retain" },
        },
        { ...stateful, dependsOn: rolledOut },
      );
    });
    const schedule = new CustomResource(
      clusterName,
      {
        apiVersion: "postgresql.cnpg.io/v1",
        kind: "ScheduledBackup",
        metadata: metadata(clusterName),
        spec: scheduledBackupSpec(clusterName, backups.schedule),
      },
      { ...kept, dependsOn: rolledOut },
    );
    if (live) {
      milestone(
        `${clusterName}-recoverable`,
        {
          metadata: metadata(`${clusterName}-recoverable`),
          of: [storeSpec.configuration, clusterName],
          reached: (how) => recoverable(live, { ...how, clusterName, namespace }),
        },
        { ...kept, dependsOn: schedule },
      );
    }
    if (args.monitoring) {
      this.#monitoring(clusterName, args, metadata(clusterName));
    }

    this.clusterName = clusterName;
    this.connection = {
      host: `${clusterName}-rw`,
      port: 5432,
      secretName: owner.secretName,
      ca: { name: `${clusterName}-ca`, key: "ca.crt" },
      podLabels: { "cnpg.io/cluster": clusterName },
      ready: [rolledOut, ...databases],
    };
    this.registerOutputs({ clusterName, host: this.connection.host, instances });
  }

  /**
   * Lets the instances use the ObjectStore. The plugin makes a Role for that and binds it to the service account that
   * is named like the Cluster, whatever `serviceAccountName` says (0.13 to 0.15:
   * internal/cnpgi/operator/specs/role.go).
   */
  #backupAccess(serviceAccount: string, clusterName: string, metadata: Metadata, opts: CustomResourceOptions) {
    return new RoleBinding(
      metadata.name,
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: `${clusterName}-barman-cloud` },
        subjects: [{ kind: "ServiceAccount", name: serviceAccount, namespace: metadata.namespace }],
      },
      opts,
    );
  }

  /** The Secret with the owner's password, existing or made here. */
  #owner({ owner, credentials }: PostgresClusterArgs, metadata: Metadata, opts: CustomResourceOptions) {
    if (credentials.kind === "existing") {
      return { secretName: credentials.secretName, ready: [] };
    }
    const secret = new Secret(
      metadata.name,
      {
        // The label makes the operator apply a changed password.
        metadata: { ...metadata, labels: { ...metadata.labels, "cnpg.io/reload": "true" } },
        type: "kubernetes.io/basic-auth",
        stringData: { username: owner, password: credentials.password },
      },
      opts,
    );
    return { secretName: metadata.name, ready: [secret] };
  }

  /** The catalog of images by major version, existing or made here. */
  #imageCatalog({ imageCatalog, images }: PostgresClusterArgs, metadata: Metadata, opts: CustomResourceOptions) {
    if (imageCatalog !== undefined) {
      return { ...imageCatalog, images: undefined, ready: [] };
    }
    const catalog = new CustomResource(
      metadata.name,
      {
        apiVersion: "postgresql.cnpg.io/v1",
        kind: "ImageCatalog",
        metadata,
        spec: { images: Object.entries(images).map(([major, image]) => ({ major: Number(major), image })) },
      },
      opts,
    );
    return { kind: "ImageCatalog", name: metadata.name, images, ready: [catalog] };
  }

  #monitoring(clusterName: string, { namespace, backups }: PostgresClusterArgs, metadata: Metadata): void {
    const apiVersion = "monitoring.coreos.com/v1";
    const opts = { parent: this };
    new CustomResource(
      clusterName,
      { apiVersion, kind: "PodMonitor", metadata, spec: podMonitorSpec(clusterName) },
      opts,
    );
    new CustomResource(
      clusterName,
      {
        apiVersion,
        kind: "PrometheusRule",
        metadata,
        spec: alertRules(clusterName, namespace, backups.alertAfterDays),
      },
      opts,
    );
  }
}

/** Without a live cluster, Pulumi's provider waits. */
const providerWaits = { "pulumi.com/waitFor": "condition=Ready" };

interface Metadata {
  name: string;
  namespace: string;
  labels: Record<string, string>;
}
