import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import { databaseCluster } from "../../config/mlflow/database.ts";
import { identifier, kubernetesName } from "../../config/values.ts";
import type { LiveCluster } from "../../lib/liveCluster.ts";
import type { ObjectStore } from "../objectStore/objectStore.ts";

/** PostgreSQL run by CloudNativePG 1.30 with the Barman Cloud plugin. */
export interface PostgresClusterArgs {
  namespace: string;

  /** Databases; the first is made with the cluster, the others as Database objects. All belong to `owner`. */
  databases: [string, ...string[]];

  /** Role that owns every database. */
  owner: string;

  /** Password of the owner: a Secret of type kubernetes.io/basic-auth, or a text that one is made from. */
  credentials: { kind: "existing"; secretName: string } | { kind: "configured"; password: Input<string> };

  /** One primary, the others standbys. */
  instances: number;

  majorVersion: 17 | 18;

  /** Catalog that exists already. @default one made here, with `images` */
  imageCatalog?: { kind: "ImageCatalog" | "ClusterImageCatalog"; name: string } | undefined;

  /** Images of the catalog made here, by major version. */
  images: Readonly<Record<number, string>>;

  /** Data volume of each instance, such as `20Gi`. */
  storage: string;

  /** WAL volume of each instance, such as `10Gi`. */
  walStorage: string;

  /** @default the Kubernetes cluster's own */
  storageClass?: string | undefined;

  /** Requests and limits of each instance. */
  resources: { cpu: string; memory: string };

  /** Settings of postgresql.conf. */
  parameters: Record<string, string>;

  /**
   * `schedule` has six cron fields, seconds first; `alertAfterDays` without a new base backup raise an alert;
   * `resources` are requests and limits of the sidecar that takes backups.
   */
  backups: {
    schedule: string;
    retentionDays: number;
    alertAfterDays: number;
    resources: { cpu: string; memory: string };
  };

  /** `retain` protects the cluster and its backups, and keeps them when they leave the program. */
  retention: "retain" | "delete";

  /** Labels of the pods that may connect. */
  clients: Record<string, string>;

  /** Namespaces of the operator and of Prometheus, for the network policy. */
  operatorNamespace: string;
  monitoringNamespace: string;

  /** TCP ports of the API server's endpoints, for the network policy. */
  apiServerPorts: number[];

  /** PodMonitor and PrometheusRule; they need the Prometheus operator. */
  monitoring: boolean;

  /** Store of base backups and WAL. */
  objectStore: ObjectStore;

  /** The cluster whose state is read and waited for. Absent where manifests are only written. */
  live?: LiveCluster | undefined;
}

export const postgresClusterArgsSchema = z.looseObject({
  // CloudNativePG allows 50 characters for a Cluster; the generation takes some of them.
  name: kubernetesName.max(46, "at most 46 characters"),
  namespace: kubernetesName,
  databases: z.array(identifier).min(1),
  owner: identifier,
  ...databaseCluster.pick({
    instances: true,
    storage: true,
    walStorage: true,
    storageClass: true,
    resources: true,
    backups: true,
  }).shape,
});
