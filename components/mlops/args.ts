import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import { checkConnectionPaths, checkRelease, databaseUser, mlops } from "../../config/mlops/mlops.ts";
import { kubernetesName } from "../../config/values.ts";
import type { JsonMap } from "../../lib/json.ts";
import type { Deployment } from "../../releases/engine/inventory.ts";
import type { Answers } from "../../releases/h2o-mlops/answers.ts";
import { bucketRole } from "../objectStore/grants.ts";
import type { BucketRole, ObjectStore } from "../objectStore/objectStore.ts";
import type { MlopsChart } from "./chart.ts";

/** H2O MLOps, any release from 0.66.1 to 1.1, by the vendor's chart. */
export interface MlopsReleaseArgs {
  namespace: string;
  chart: MlopsChart;

  /** A provider that renders cannot hold a Helm release: it renders the chart's objects instead. */
  rendering: boolean;

  /** Release to deploy, such as `0.68` or `0.69.1`; the chart is that release's. */
  release: string;

  /** Release that `values` were written for. @default the one to deploy */
  valuesRelease?: string | undefined;

  /** Values for the chart. They take precedence over values that this component sets. */
  values: JsonMap;

  /** Whether `values` may hold secrets: then every string that the release's schema does not know is treated as one. */
  holdsSecrets: boolean;

  /** The user's answers to questions of the upgrade path. */
  answers: Answers;

  /** Deployments on the platform. @default unknown: removed runtimes are then notices */
  deployments?: Deployment[] | undefined;

  /** Service accounts by component, as the chart makes them. */
  serviceAccounts: Record<"storage", string> & Partial<Record<DatabaseComponent, string | undefined>>;

  /** Store of models. Required as of 0.68. */
  objectStore?: ObjectStore | undefined;

  storage: {
    /** The store's bucket that models are in. @default artifacts */
    bucket?: BucketRole | undefined;

    /** Path of models in the bucket, without slashes at its ends. The empty one owns the bucket. */
    prefix: string;

    /** Deploy 0.68 in MIGRATE mode: its Job copies models from the volume to the bucket. */
    migrate: boolean;
  };

  /** Connection strings as of 0.70, and their paths in the chart's values. */
  databases?: MlopsDatabases | undefined;

  /** By name, as of 0.68; the default is one of the activated. */
  securityOptions?: { activated: string[]; default: string } | undefined;

  /** Origin that browsers may call from. */
  allowedOrigin?: string | undefined;

  /** Replicas that a new deployment can have, as of 0.68. @default the chart's own */
  maxDeploymentReplicas?: number | undefined;

  /** How long monitoring data of a project stays, as of 0.67: `INF`, or a duration of at least 1h. */
  monitoringRetention?: string | undefined;

  /** Path of the chart's switch for the Vertical Pod Autoscaler, as of 0.68. @default it stays off */
  verticalPodAutoscaler?: { valuesPath: string } | undefined;

  /** Values below the chart's key `telemetry`, as of 0.68. @default those in `values` */
  telemetry?: object | undefined;
}

export type DatabaseComponent = "storage" | "telemetry" | "deployer";

export interface MlopsDatabases extends Partial<Record<DatabaseComponent, MlopsDatabase | undefined>> {
  /** Dotted paths of the chart's values. */
  valuesPath: Partial<Record<DatabaseComponent, string | undefined>>;
}

/** `iam` is the login of AWS, which needs no password. */
export type MlopsDatabase = DatabaseUser &
  ({ kind: "iam"; resourceId: string } | { kind: "password"; password: Input<string>; sslMode: string });

export interface DatabaseUser {
  host: string;
  port: number;
  database: string;
  user: string;
}

/** The rules of the config, and those that hold between args. */
export function mlopsReleaseArgsSchema({ objectStore, serviceAccounts }: MlopsReleaseArgs) {
  const { shape } = mlops;
  const user = z.looseObject(databaseUser.shape).optional();
  const database = (component: DatabaseComponent) =>
    user.superRefine((given, context) => {
      if (given?.kind === "iam" && objectStore?.awsRole === undefined) {
        context.addIssue({ code: "custom", path: ["kind"], message: "password, where no cloud has IAM login" });
      }
      if (given?.kind === "iam" && serviceAccounts[component] === undefined) {
        const message = `IAM login of a service account that serviceAccounts.${component} names`;
        context.addIssue({ code: "custom", path: ["kind"], message });
      }
    });
  return z
    .looseObject({
      name: kubernetesName,
      namespace: kubernetesName,
      release: shape.release,
      valuesRelease: shape.valuesRelease,
      serviceAccounts: shape.serviceAccounts,
      storage: shape.storage.unwrap().extend({ bucket: bucketRole.optional() }),
      databases: z
        .looseObject({
          storage: database("storage"),
          telemetry: database("telemetry"),
          deployer: database("deployer"),
          valuesPath: shape.databases.unwrap().shape.valuesPath,
        })
        .superRefine(checkConnectionPaths)
        .optional(),
      securityOptions: shape.securityOptions,
      allowedOrigin: shape.allowedOrigin,
      maxDeploymentReplicas: shape.maxDeploymentReplicas,
      monitoringRetention: shape.monitoringRetention,
      verticalPodAutoscaler: shape.verticalPodAutoscaler,
    })
    .superRefine(checkRelease);
}
