import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import type { RecordedResource } from "../../../commands/render/monitor.ts";
import type { MlflowArgs } from "../../../components/mlflow/args.ts";
import { Mlflow } from "../../../components/mlflow/mlflow.ts";
import { ObjectStoreDouble } from "../../support/objectStoreDouble.ts";
import { at, type Stack, stack } from "../../support/stack.ts";

/** MLflow with two pods on the stack's Gateway, a cluster of CloudNativePG and an object store. */
export const mlflowArgs: MlflowArgs = {
  namespace: "ml",
  host: "mlflow.example.com",
  image: "ghcr.io/mlflow/mlflow:v3.17.2-full",
  platform: "kubernetes",
  replicas: 2,
  workers: 2,
  tmpSize: "10Gi",
  adminUsername: "admin",
  credentials: { kind: "existing", secretName: "mlflow-credentials" },
  exposure: {
    kind: "httpRoute",
    gateway: { name: "mlops", namespace: "gateway", proxyNamespace: "envoy-gateway-system" },
  },
  artifactsPrefix: "mlflow",
  allowedHosts: [],
  allowedOrigins: [],
  garbageCollection: { schedule: "0 3 * * *", olderThan: "30d" },
  monitoring: true,
  monitoringNamespace: "monitoring",
  database: {
    host: "mlflow-pg-v1-rw",
    port: 5432,
    secretName: "mlflow-pg-owner",
    ca: { name: "mlflow-pg-v1-ca", key: "ca.crt" },
    podLabels: { "cnpg.io/cluster": "mlflow-pg-v1" },
    ready: [],
  },
  objectStore: new ObjectStoreDouble(),
};

/** Deploys MLflow, and gives what tests look at. */
export const deployed = (changes: Partial<MlflowArgs> = {}): Promise<Stack> =>
  stack(() => {
    const database = new ConfigMap("the-database", {});
    const mlflow = new Mlflow("mlflow", {
      ...mlflowArgs,
      database: { ...mlflowArgs.database, ready: [database] },
      ...changes,
    });
    return { url: mlflow.url, serviceUrl: mlflow.serviceUrl };
  });

interface Container {
  name: string;
  image: string;
  command: string[];
  args: string[];
  env: { name: string; value?: string; valueFrom?: { secretKeyRef: { name: string; key: string } } }[];
  resources: { requests: Record<string, string>; limits: Record<string, string> };
  securityContext: unknown;
  startupProbe: { periodSeconds: number; failureThreshold: number };
}

/** The first container of a workload's pods, wherever the kind keeps its template. */
export function container(workload: RecordedResource): Container {
  const template = at(workload, "spec.jobTemplate") ? "spec.jobTemplate.spec.template" : "spec.template";
  return (at(workload, `${template}.spec.containers`) as unknown as [Container])[0];
}

/** Value of an environment variable, or the key of a Secret that it comes from. */
export function variable(workload: RecordedResource, name: string) {
  const found = container(workload).env.find((each) => each.name === name);
  return found?.value ?? found?.valueFrom?.secretKeyRef;
}
