import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import { mlflow } from "../../config/mlflow/mlflow.ts";
import { hostName, kubernetesName } from "../../config/values.ts";
import type { LiveCluster } from "../../lib/liveCluster.ts";
import { mlflowVersion } from "../../releases/mlflow/imageVersion.ts";
import type { KubernetesPlatform } from "../kubernetes/podSecurity.ts";
import type { ObjectStore } from "../objectStore/objectStore.ts";
import type { DatabaseConnection } from "../postgres/connection.ts";
import type { Exposure } from "./exposure.ts";

/** MLflow's tracking server, release 3.17, with basic auth, whose clients need no keys of the object store. */
export interface MlflowArgs {
  namespace: string;

  /** Host name that clients use. */
  host: string;

  /** A `-full` image with its tag or digest. */
  image: string;

  /** The image's version, after the database was restored from a backup: allows the way back from a later one. */
  restoredTo?: string | undefined;

  platform: KubernetesPlatform;

  /** Pods. */
  replicas: number;

  /** Server processes in a pod; memory follows from it. */
  workers: number;

  /** Space for uploads in flight, such as `10Gi`. */
  tmpSize: string;

  /** Name of the first administrator, for the Secret that is made here. */
  adminUsername: string;

  /** A Secret with `username`, `password`, `flask-secret-key` and `kek-passphrase`, or what one is made from. */
  credentials:
    | { kind: "existing"; secretName: string }
    | { kind: "configured"; adminPassword: Input<string>; flaskSecretKey: Input<string>; kekPassphrase: Input<string> };

  exposure: Exposure;

  /** Path in the artifacts bucket. */
  artifactsPrefix: string;

  /** Further Host headers to accept, with `*` as a wildcard. */
  allowedHosts: string[];

  /** Further origins that browsers may call from. */
  allowedOrigins: string[];

  /** `schedule` has five cron fields; `olderThan` is in days, such as `30d`. */
  garbageCollection: { schedule: string; olderThan: string };

  /** ServiceMonitor; it needs the Prometheus operator. */
  monitoring: boolean;

  /** Namespace that Prometheus scrapes from. */
  monitoringNamespace: string;

  database: DatabaseConnection;
  objectStore: ObjectStore;

  /** The cluster whose state is read and waited for. Absent where manifests are only written. */
  live?: LiveCluster | undefined;
}

export const mlflowArgsSchema = z
  .looseObject({
    name: kubernetesName,
    namespace: kubernetesName,
    host: hostName,
    ...mlflow.pick({
      image: true,
      restoredTo: true,
      replicas: true,
      workers: true,
      tmpSize: true,
      artifactsPrefix: true,
      allowedHosts: true,
      allowedOrigins: true,
      garbageCollection: true,
    }).shape,
  })
  // A value left behind would allow a later version to go back without a restore.
  .refine(({ image = "", restoredTo }) => restoredTo === undefined || restoredTo === mlflowVersion(image), {
    path: ["restoredTo"],
    error: "the version that the image's tag says, or nothing",
  });
