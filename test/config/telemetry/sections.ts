import { expect } from "vitest";
import { parseStackConfig } from "../../../config/index.ts";
import { ConfigError } from "../../../lib/diagnostics/configError.ts";

export type Json = Record<string, unknown>;

/** A Deployment of its own. */
export const standalone: Json = {
  kind: "standalone",
  namespace: { kind: "existing", name: "mlops" },
  image: { repository: "registry.example.com/h2oai-modelstorage-telemetry", tag: "0.68.1" },
  serverAddress: "events.telemetry.svc:80",
  variables: { serverAddress: "SERVER", logLevel: "LEVEL", connectionString: "DATABASE" },
  database: { kind: "connectionString", host: "postgres", secretName: "storage-database", key: "dsn" },
};

/** A database with login by AWS IAM. */
export const iam = { kind: "iam", host: "db.example.com", database: "storage", user: "mlops", region: "eu-central-1" };

/** Telemetry by the chart of H2O MLOps. */
export const chart: Json = {
  kind: "chart",
  image: { repository: "h2oai-modelstorage-telemetry", tag: "0.68.1" },
  serverAddress: "events.telemetry.svc:80",
};

export const objectStore: Json = {
  kind: "s3",
  endpoint: "https://minio.example.com:9000",
  buckets: { artifacts: { name: "artifacts" }, backups: { name: "backups" } },
  credentials: { kind: "existing", secretName: "object-store-keys" },
};

export const mlops: Json = {
  namespace: { kind: "existing", name: "mlops" },
  chart: { kind: "repository", repository: "https://charts.example.com", name: "mlops", version: "1.1.3" },
  release: "1.1",
  serviceAccounts: { storage: "mlops-storage" },
};

export const parse = (telemetry: Json, others: Json = {}) =>
  parseStackConfig({ domain: "example.com", telemetry, ...others }).telemetry;

/** `path: expectation` of every problem. */
export function problems(telemetry: Json, others: Json = {}): string[] {
  try {
    parse(telemetry, others);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems.map(({ path, expected }) => `${path}: ${expected}`);
  }
}
