/** Commands that make what a stack's config says is in the cluster already: namespaces, and Secrets with their keys. */
import type { StackConfig } from "../config.ts";
import { quoted } from "./shell.ts";

interface Wanted {
  namespace: string;
  name: string;
  type?: string;
  /** Words of `kubectl create secret generic`, one a key. */
  keys: string[];
}

/** In the order in which they can be run. Made values are random; what only the user knows is taken from variables. */
export function clusterObjects(config: StackConfig): string[] {
  const secrets = [...ofMlflow(config), ...ofObjectStore(config), ...ofTelemetry(config)];
  return [
    ...existingNamespaces(config).flatMap(({ name, restricted }) => [
      `kubectl create namespace ${name}`,
      ...(restricted ? [`kubectl label namespace ${name} pod-security.kubernetes.io/enforce=restricted`] : []),
    ]),
    ...secrets.map(({ namespace, name, type, keys }) => {
      const words = [...(type === undefined ? [] : [`--type=${type}`]), ...keys];
      return `kubectl --namespace ${namespace} create secret generic ${name} ${words.join(" ")}`;
    }),
  ];
}

/** What the vendor's chart runs in its namespace is not known: it may not keep to `restricted`. */
function existingNamespaces({ mlflow, mlops, telemetry }: StackConfig): { name: string; restricted: boolean }[] {
  const standalone = telemetry?.kind === "standalone" ? telemetry : undefined;
  const all = [
    { namespace: mlflow?.namespace, restricted: true },
    { namespace: mlops?.namespace, restricted: false },
    { namespace: standalone?.namespace, restricted: true },
  ];
  const existing = all.flatMap(({ namespace, restricted }) =>
    namespace?.kind === "existing" ? [{ name: namespace.name, restricted }] : [],
  );
  return [...Map.groupBy(existing, ({ name }) => name)].map(([name, uses]) => ({
    name,
    restricted: uses.every((use) => use.restricted),
  }));
}

function ofMlflow({ mlflow }: StackConfig): Wanted[] {
  if (mlflow === undefined) {
    return [];
  }
  const { credentials, database, exposure } = mlflow;
  const namespace = mlflow.namespace.name;
  const wanted: Wanted[] = [];
  if (credentials.kind === "existing") {
    const secrets = ["password", "flask-secret-key", "kek-passphrase"].map(made);
    wanted.push({
      namespace,
      name: credentials.secretName,
      keys: [fixed("username", mlflow.adminUsername), ...secrets],
    });
  }
  if (database.kind === "external") {
    wanted.push({ namespace, name: database.secretName, keys: ["username", "password"].map(asked) });
    wanted.push({ namespace, name: database.ca.secretName, keys: [file(database.ca.key)] });
  } else if (database.credentials.kind === "existing") {
    const { secretName: name } = database.credentials;
    // As CloudNativePG wants it of the owner of a database; the owner's name is the program's.
    const keys = [fixed("username", "mlflow"), made("password")];
    wanted.push({ namespace, name, type: "kubernetes.io/basic-auth", keys });
  }
  if (exposure.kind === "ingress") {
    const keys = [file("tls.crt"), file("tls.key")];
    wanted.push({ namespace, name: exposure.tlsSecretName, type: "kubernetes.io/tls", keys });
  }
  return wanted;
}

/** In the namespace of each workload: the server with its database, and the Job that makes H2O MLOps's bucket. */
function ofObjectStore({ objectStore, mlflow, mlops }: StackConfig): Wanted[] {
  if (objectStore?.kind !== "s3") {
    return [];
  }
  const { credentials, ca, buckets, region } = objectStore;
  const hasBucketJob = (buckets.models ?? buckets.artifacts).kind === "managed";
  const namespaces = new Set([
    ...(mlflow ? [mlflow.namespace.name] : []),
    ...(mlops && hasBucketJob ? [mlops.namespace.name] : []),
  ]);
  return [...namespaces].flatMap((namespace) => {
    const wanted: Wanted[] = [];
    if (credentials.kind === "existing") {
      const { secretName: name, accessKeyIdKey, secretAccessKeyKey, regionKey } = credentials;
      const keys = [asked(accessKeyIdKey), asked(secretAccessKeyKey), ...(regionKey ? [fixed(regionKey, region)] : [])];
      wanted.push({ namespace, name, keys });
    }
    return ca === undefined ? wanted : [...wanted, { namespace, name: ca.secretName, keys: [file(ca.key)] }];
  });
}

function ofTelemetry({ telemetry }: StackConfig): Wanted[] {
  if (telemetry?.kind !== "standalone" || telemetry.database.kind !== "connectionString") {
    return [];
  }
  const { secretName: name, key } = telemetry.database;
  return [{ namespace: telemetry.namespace.name, name, keys: [asked(key)] }];
}

function fixed(key: string, value: string): string {
  return `--from-literal=${quoted(`${key}=${value}`)}`;
}

function made(key: string): string {
  return `--from-literal=${key}="$(openssl rand -hex 24)"`;
}

/** Where the variable is not set, the shell says so instead of storing nothing. */
function asked(key: string): string {
  return `--from-literal=${key}="\${${key.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}:?}"`;
}

function file(key: string): string {
  return `--from-file=${quoted(key)}`;
}
