/** The stack of a user on premises on the real node: the example's, with what only its user knows filled in. */

import { PulumiHome, type PulumiStack } from "../../e2e/support/pulumi.ts";
import { type Config, configOf, localController, localOperators, merged } from "../../e2e/support/stackConfig.ts";
import type { RealNode } from "./realNode.ts";

export const namespace = "mlflow";
export const host = "mlflow.real.example.com";
export const buckets = { artifacts: "real-artifacts", backups: "real-backups" };

/** Values of the config secrets; the password would break a URI, an ini file and a shell. */
export const secrets = {
  "mlflow.credentials.adminPassword": "admin-p@ss/w0rd:%x 1",
  "mlflow.credentials.flaskSecretKey": "flask-session-key-0123456789",
  "mlflow.credentials.kekPassphrase": "kek-passphrase-0123456789",
  "mlflow.database.credentials.password": "p@ss/w0rd:%40 $HOME'\"",
};

/** Two instances and small requests, since the node has two processors. Everything else is the example's. */
export function onPremisesConfig(node: RealNode, changes: Config = {}): Config {
  const small: Config = {
    domain: "real.example.com",
    mlops: undefined,
    telemetry: undefined,
    // A stand-in makes the Secrets of Certificates; cert-manager itself does not run.
    cluster: { kubeconfig: node.kubeconfig, operators: localOperators(node.tools), unchecked: ["cert-manager"] },
    objectStore: {
      endpoint: "https://s3.object-store.svc:9000",
      ca: { secretName: "object-store-ca" },
      buckets: { artifacts: { name: buckets.artifacts }, backups: { kind: "managed", name: buckets.backups } },
      credentials: { kind: "existing", secretName: "object-store-keys" },
    },
    mlflow: {
      namespace: { kind: "existing", name: namespace },
      replicas: 1,
      workers: 1,
      tmpSize: "2Gi",
      exposure: { kind: "gateway" },
      database: {
        instances: 2,
        storage: "2Gi",
        walStorage: "1Gi",
        resources: { cpu: "150m", memory: "512Mi" },
        backups: { resources: { cpu: "200m" } },
      },
    },
    gateway: {
      controller: { ...localController(node.tools), values: smallController },
      issuer: { name: "internal-ca" },
      proxy: { serviceType: "ClusterIP", replicas: 1 },
      routes: undefined,
      deploymentHosts: undefined,
    },
  };
  return merged(merged(configOf("onprem"), small), changes);
}

const smallController = { deployment: { envoyGateway: { resources: { requests: { cpu: "20m" } } } } };

/** A home for Pulumi inside the node, and the stack with its config secrets set. */
export async function onPremisesStack(
  node: RealNode,
  changes: Config = {},
): Promise<{ home: PulumiHome; stack: PulumiStack }> {
  const home = new PulumiHome(node.tools, node.inside, 1500);
  const stack = await home.stack("real", onPremisesConfig(node, changes));
  await setSecrets(stack);
  return { home, stack };
}

/** `configure` replaces the config, its secrets included. */
export async function setSecrets(stack: PulumiStack): Promise<void> {
  for (const [path, value] of Object.entries(secrets)) {
    await stack.setSecret(path, value);
  }
}

/** What the stack expects: namespaces that enforce `restricted`, the store with its Secrets, an issuer with its CA. */
export async function prepare(node: RealNode): Promise<void> {
  const restricted = [namespace, "cnpg-system", "envoy-gateway-system", "monitoring", "users"];
  await node.shell(
    [
      ...restricted.map((name) => `kubectl create namespace ${name}`),
      ...restricted.map((name) => `kubectl label namespace ${name} pod-security.kubernetes.io/enforce=restricted`),
      "kubectl create namespace cert-manager",
      "cd $(mktemp -d)",
      "openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=internal-ca -addext keyUsage=critical,keyCertSign,cRLSign -keyout tls.key -out tls.crt 2>/dev/null",
      "kubectl -n cert-manager create secret tls internal-ca --cert tls.crt --key tls.key",
      "for n in users monitoring; do kubectl -n $n create configmap gateway-ca --from-file=ca.crt=tls.crt; done",
    ].join("\n"),
  );
  await node.kubectl(
    ["apply", "-f", "-"],
    JSON.stringify({
      apiVersion: "cert-manager.io/v1",
      kind: "ClusterIssuer",
      metadata: { name: "internal-ca" },
      spec: { ca: { secretName: "internal-ca" } },
    }),
  );
  await node.startObjectStore(namespace, "users", "monitoring");
}
