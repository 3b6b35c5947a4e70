import { z } from "zod";
import { standaloneTelemetry } from "../../config/telemetry/telemetry.ts";
import { kubernetesName } from "../../config/values.ts";
import type { KubernetesPlatform } from "../kubernetes/podSecurity.ts";
import type { IamLogin } from "../postgres/iamLogin.ts";

/** Settings of the service, whatever runs it. Source: H2O MLOps guide, 0.68, the block of Helm values for telemetry. */
export interface TelemetrySettings {
  /** Pods. No source documents more than one. */
  replicas: number;

  nodeSelector: Record<string, string>;

  tolerations: Toleration[];

  /** Server that receives events, `host:port`. */
  serverAddress: string;

  /** As the service spells it; the guide has `error`. */
  logLevel: string;

  /** Seconds between two publications. The service's own default is 300. */
  schedulerIntervalSeconds: number;
}

/** Source: Kubernetes API, core/v1 Toleration. */
export interface Toleration {
  key?: string | undefined;
  operator: "Equal" | "Exists";
  value?: string | undefined;
  effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute" | undefined;
  tolerationSeconds?: number | undefined;
}

/**
 * H2O MLOps' telemetry service, 0.68 and later, as a Deployment of its own. No source names the image's registry or the
 * variables that the image reads, SCHEDULER_INTERVAL_SECONDS apart: they are args without a default.
 */
export interface TelemetryArgs extends TelemetrySettings {
  namespace: string;

  platform: KubernetesPlatform;

  /** `repository` begins with the registry; `pullSecretName` is a Secret with its credentials. */
  image: { repository: string; tag: string; pullSecretName?: string | undefined };

  /** Port of the server's pods, where its Service maps to another. @default that of `serverAddress` */
  serverPodPort?: number | undefined;

  /** Names of the environment variables that the image reads. */
  variables: { serverAddress: string; logLevel: string; connectionString: string };

  database: DatabaseLogin;

  /** Made here. @default the component's name */
  serviceAccount: { name?: string | undefined };

  /** Pod Security `restricted`, and the fields that it leaves open. If disabled, the cluster's admission decides. */
  podSecurityContext: {
    enabled: boolean;
    runAsUser?: number | undefined;
    runAsGroup?: number | undefined;
    fsGroup?: number | undefined;
  };

  /** The same for containers. @default a read-only root */
  containerSecurityContext: { enabled: boolean; readOnlyRootFilesystem?: boolean | undefined };

  /** Requests of a pod; `memory` is its limit too. */
  resources: { cpu: string; memory: string };
}

/**
 * The database of MLOps storage: a connection string in a Secret, or (0.70 and later) login with AWS IAM as `roleArn`,
 * or through EKS Pod Identity. `host` and `port` are for the network policy.
 */
export type DatabaseLogin =
  | { kind: "connectionString"; host: string; port: number; secretName: string; key: string }
  | ({ kind: "iam"; roleArn?: string | undefined } & IamLogin);

export const telemetryArgsSchema = z.looseObject({
  name: kubernetesName,
  namespace: kubernetesName,
  ...standaloneTelemetry.omit({ kind: true, namespace: true }).shape,
});
