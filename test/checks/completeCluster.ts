import { evaluate } from "../../checks/evaluate.ts";
import { needs } from "../../checks/needs.ts";
import type { Result } from "../../checks/precondition.ts";
import type { StackConfig } from "../../config/index.ts";
import type { LiveObject } from "../../lib/liveCluster.ts";
import { ClusterDouble, definition, deployment, namespace, secret } from "./clusterDouble.ts";
import { mlflowStack } from "./stackConfigs.ts";

export const credentials = {
  username: "admin",
  password: "long-enough-canary",
  "flask-secret-key": "flask-canary",
  "kek-passphrase": "kek-canary",
};

/** Definitions of CloudNativePG. */
export const cnpg = ["clusters", "databases", "scheduledbackups", "imagecatalogs"].map(
  (kind) => `${kind}.postgresql.cnpg.io`,
);

/** Definitions of all APIs that the stack uses. */
const served = [
  ...cnpg,
  "objectstores.barmancloud.cnpg.io",
  "gateways.gateway.networking.k8s.io",
  "httproutes.gateway.networking.k8s.io",
  "servicemonitors.monitoring.coreos.com",
  "podmonitors.monitoring.coreos.com",
  "prometheusrules.monitoring.coreos.com",
];

export const operatorLabels = { "app.kubernetes.io/name": "cloudnative-pg" };

/** The API server's own endpoints. */
export const endpoints = (port: number): LiveObject => ({
  kind: "EndpointSlice",
  metadata: { name: "kubernetes", namespace: "default", labels: { "kubernetes.io/service-name": "kubernetes" } },
  ...{ ports: [{ name: "https", port }] },
});

export const storageClass = (isDefault: boolean): LiveObject => ({
  kind: "StorageClass",
  metadata: {
    name: "standard",
    annotations: { "storageclass.kubernetes.io/is-default-class": String(isDefault) },
  },
});

export const gatewayObject = (name: string): LiveObject => ({
  kind: "Gateway",
  metadata: { name, namespace: "gateway" },
  spec: { listeners: [{ name: "https" }] },
});

/** All that MLflow of the dev stack needs, by kind and name, so that each can be replaced. */
export const complete: Record<string, LiveObject> = {
  ...Object.fromEntries(served.map((name) => [name, definition(name, ["v1"])])),
  operator: deployment("cnpg-system/cnpg", operatorLabels),
  plugin: deployment("cnpg-system/barman-cloud", { app: "barman-cloud" }),
  storageClass: storageClass(true),
  endpoints: endpoints(6443),
  gateway: gatewayObject("mlops"),
  namespace: namespace("mlflow", { "pod-security.kubernetes.io/enforce": "restricted" }),
  credentials: secret("mlflow/mlflow-credentials", credentials),
  owner: secret("mlflow/mlflow-pg-owner", { username: "mlflow", password: "p" }, "kubernetes.io/basic-auth"),
  keys: secret("mlflow/object-store-keys", { ACCESS_KEY_ID: "a", SECRET_ACCESS_KEY: "b" }),
  ca: secret("mlflow/object-store-ca", { "ca.crt": "c" }),
};

/** Results that are not met, in a cluster with everything but the changes; undefined takes away. */
export async function lacks(
  changes: Record<string, LiveObject | undefined>,
  config = mlflowStack(),
): Promise<Result[]> {
  const objects = Object.values({ ...complete, ...changes }).filter((object) => object !== undefined);
  return unmet(config, new ClusterDouble(objects));
}

/** Results that are not met. */
export async function unmet(config: StackConfig, cluster: ClusterDouble): Promise<Result[]> {
  return (await evaluate(needs(config), cluster)).filter(({ state }) => state !== "met");
}

/** Each as its precondition's name, its state and what was found. */
export const summary = (results: Result[]) =>
  results.map(({ precondition, state, found }) => [precondition.name, state, found]);
