/** Initial values of a new stack by the cloud that it runs on. Flags add the values that only its owner knows. */

export const clouds = ["aws", "gcp", "azure", "onprem", "openshift"] as const;
export type Cloud = (typeof clouds)[number];

export const platforms = ["mlflow", "mlops"] as const;
export type Platform = (typeof platforms)[number];

/** Credentials are in existing Secrets, or in Secrets that the stack makes from config secrets. */
export type Credentials = "existing" | "configured";

export interface Choice {
  /** Name of the stack, and of its environment unless a flag sets another. */
  stack: string;
  cloud: Cloud;
  platforms: readonly Platform[];
  credentials: Credentials;
}

type Values = { [key: string]: unknown };

/** Values by their keys below the project. Objects that need further keys are empty, so that the schema reports these as missing. */
export function template({ stack, cloud, platforms: chosen, credentials }: Choice): Values {
  const onOpenShift = cloud === "openshift";
  return {
    labels: { environment: stack },
    ...(isPublic(cloud) && { cloud: { [cloud]: {} } }),
    cluster: onOpenShift
      ? {
          platform: "openshift",
          operatorNamespace: "openshift-operators",
          monitoringNamespace: "openshift-user-workload-monitoring",
        }
      : { operators: { cloudnativePg: { install: true }, barmanCloud: { install: true } } },
    objectStore: {
      ...(isPublic(cloud)
        ? { kind: cloud, ...(cloud === "azure" && { account: {} }) }
        : { kind: "s3", credentials: secrets(credentials, "object-store-keys") }),
      buckets: { artifacts: {}, backups: {} },
    },
    ...(chosen.includes("mlflow") && { mlflow: mlflow(cloud, credentials) }),
    ...(chosen.includes("mlops") && { mlops: { namespace: { kind: "existing", name: "mlops" }, serviceAccounts: {} } }),
    ...(chosen.includes("mlflow") && !onOpenShift && { gateway: { controller: { install: true }, issuer: {} } }),
  };
}

function isPublic(cloud: Cloud): boolean {
  return cloud !== "onprem" && cloud !== "openshift";
}

function mlflow(cloud: Cloud, credentials: Credentials): Values {
  return {
    namespace: { kind: credentials === "existing" ? "existing" : "managed", name: "mlflow" },
    replicas: 2,
    credentials: secrets(credentials, "mlflow-credentials"),
    exposure: { kind: cloud === "openshift" ? "route" : "gateway" },
    database: { kind: "cluster", credentials: secrets(credentials, "mlflow-pg-owner") },
  };
}

function secrets(kind: Credentials, secretName: string): Values {
  return kind === "existing" ? { kind, secretName } : { kind };
}
