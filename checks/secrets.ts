import { credentialKeys } from "../components/mlflow/basicAuth.ts";
import type { StackConfig } from "../config/index.ts";
import type { Commands } from "./commands.ts";
import type { Precondition } from "./precondition.ts";
import { type SecretKeys, secretCommand } from "./secretKeys.ts";

interface Wanted {
  path: string;
  namespace: string;
  name: string;
  type?: string;
  keys: SecretKeys;

  /** The workload that reads it also runs without it. */
  optional?: boolean;
}

/** Secrets that the config names, each once with all required keys. */
export function secretNeeds(config: StackConfig, { kubectl }: Commands): Precondition[] {
  const wanted = [...ofMlflow(config), ...ofObjectStore(config), ...ofTelemetry(config), ...ofGateway(config)];
  return [...Map.groupBy(wanted, ({ namespace, name }) => `${namespace}/${name}`)].map(([id, uses]) => {
    const [{ namespace, name }] = uses as [Wanted];
    const type = uses.find((use) => use.type !== undefined)?.type;
    const keys: SecretKeys = Object.assign({}, ...uses.map((use) => use.keys));
    const names = Object.keys(keys);
    return {
      name: `Secret ${id}`,
      paths: uses.map(({ path }) => path),
      expected: `${type === undefined ? "" : `type ${type}, `}${names.length === 1 ? "the key" : "the keys"} ${names.join(", ")}`,
      fix: secretCommand(kubectl, { namespace, name, type }, keys),
      look: { kind: "secret", namespace, name, keys, kubectl, ...(type !== undefined && { type }) },
      optional: uses.every(({ optional }) => optional),
    };
  });
}

function ofMlflow({ mlflow }: StackConfig): Wanted[] {
  if (mlflow === undefined) {
    return [];
  }
  const { credentials, database, exposure } = mlflow;
  const namespace = mlflow.namespace.name;
  const wanted: Wanted[] = [];
  if (credentials.kind === "existing") {
    const { username, password, flaskSecretKey, kekPassphrase } = credentialKeys;
    const keys: SecretKeys = {
      [username]: { kind: "suggested", value: mlflow.adminUsername },
      // MLflow does not start with a shorter password.
      [password]: { kind: "random", atLeast: 12 },
      [flaskSecretKey]: { kind: "random" },
      [kekPassphrase]: { kind: "random" },
    };
    wanted.push({ path: "mlflow.credentials", namespace, name: credentials.secretName, keys });
  }
  if (database.kind === "external") {
    const { secretName, ca } = database;
    const keys: SecretKeys = { username: { kind: "asked" }, password: { kind: "asked" } };
    wanted.push(
      { path: "mlflow.database", namespace, name: secretName, keys },
      { path: "mlflow.database.ca", namespace, name: ca.secretName, keys: { [ca.key]: { kind: "file" } } },
    );
  } else if (database.credentials.kind === "existing") {
    const keys: SecretKeys = { username: { kind: "fixed", value: "mlflow" }, password: { kind: "random" } };
    const name = database.credentials.secretName;
    wanted.push({ path: "mlflow.database.credentials", namespace, name, type: "kubernetes.io/basic-auth", keys });
  }
  if (exposure.kind === "ingress") {
    wanted.push({
      path: "mlflow.exposure.tlsSecretName",
      namespace,
      name: exposure.tlsSecretName,
      type: "kubernetes.io/tls",
      keys: { "tls.crt": { kind: "file" }, "tls.key": { kind: "file" } },
      // It can't exist yet if the stack creates the namespace.
      optional: mlflow.namespace.kind === "managed",
    });
  }
  return wanted;
}

/** Secrets in the namespaces of MLflow with its database, and of the Job that creates the bucket of H2O MLOps. */
function ofObjectStore({ objectStore, mlflow, mlops }: StackConfig): Wanted[] {
  if (objectStore?.kind !== "s3") {
    return [];
  }
  const { credentials, ca, buckets } = objectStore;
  const hasBucketJob = mlops !== undefined && (buckets.models ?? buckets.artifacts).kind === "managed";
  const namespaces = new Set([
    ...(mlflow ? [mlflow.namespace.name] : []),
    ...(hasBucketJob ? [mlops.namespace.name] : []),
  ]);
  return [...namespaces].flatMap((namespace) => {
    const wanted: Wanted[] = [];
    if (credentials.kind === "existing") {
      const { secretName, accessKeyIdKey, secretAccessKeyKey, regionKey } = credentials;
      const keys: SecretKeys = {
        [accessKeyIdKey]: { kind: "asked" },
        [secretAccessKeyKey]: { kind: "asked" },
        ...(regionKey && { [regionKey]: { kind: "suggested", value: objectStore.region } }),
      };
      wanted.push({ path: "objectStore.credentials", namespace, name: secretName, keys });
    }
    if (ca !== undefined) {
      wanted.push({ path: "objectStore.ca", namespace, name: ca.secretName, keys: { [ca.key]: { kind: "file" } } });
    }
    return wanted;
  });
}

function ofTelemetry({ telemetry }: StackConfig): Wanted[] {
  if (telemetry?.kind !== "standalone") {
    return [];
  }
  const { database, image } = telemetry;
  const namespace = telemetry.namespace.name;
  const wanted: Wanted[] = [];
  if (database.kind === "connectionString") {
    const keys: SecretKeys = { [database.key]: { kind: "asked" } };
    wanted.push({ path: "telemetry.database", namespace, name: database.secretName, keys });
  }
  if (image.pullSecretName !== undefined) {
    wanted.push({
      path: "telemetry.image.pullSecretName",
      namespace,
      name: image.pullSecretName,
      type: "kubernetes.io/dockerconfigjson",
      // The file that `docker login` writes.
      keys: { ".dockerconfigjson": { kind: "file", file: '"$HOME/.docker/config.json"' } },
    });
  }
  return wanted;
}

/** Key: CRD securitypolicies.gateway.envoyproxy.io, `oidc.clientSecret`. */
function ofGateway({ gateway }: StackConfig): Wanted[] {
  return Object.entries(gateway?.routes ?? {}).flatMap(([route, { authentication }]) =>
    gateway !== undefined && authentication?.kind === "oidc"
      ? [
          {
            path: `gateway.routes.${route}.authentication`,
            namespace: gateway.namespace,
            name: authentication.secretName,
            keys: { "client-secret": { kind: "asked" } } as const,
            // It can't exist yet if the stack creates the controller's namespace.
            optional: gateway.controller.install,
          },
        ]
      : [],
  );
}
