import type { TelemetryArgs } from "../../components/telemetry/args.ts";

/** A telemetry service with its database's connection string in a Secret. */
export const telemetryArgs: TelemetryArgs = {
  namespace: "mlops",
  platform: "kubernetes",
  image: { repository: "registry.example.com/h2oai-modelstorage-telemetry", tag: "0.68.1" },
  replicas: 1,
  nodeSelector: {},
  tolerations: [],
  serverAddress: "events.telemetry.svc.cluster.local:80",
  logLevel: "error",
  schedulerIntervalSeconds: 300,
  variables: { serverAddress: "SERVER", logLevel: "LEVEL", connectionString: "DATABASE" },
  database: {
    kind: "connectionString",
    host: "postgres.databases.svc",
    port: 5432,
    secretName: "storage-database",
    key: "dsn",
  },
  serviceAccount: {},
  podSecurityContext: { enabled: true },
  containerSecurityContext: { enabled: true },
  resources: { cpu: "50m", memory: "256Mi" },
};
