import type { core } from "@pulumi/kubernetes/types/input.js";
import type { DatabaseConnection } from "../postgres/connection.ts";

type EnvVar = core.v1.EnvVar;

/** Names of the two databases; both belong to the same role. */
export const databases = { tracking: "mlflow", users: "mlflow_auth" } as const;

/**
 * URI without host or secret: libpq reads the rest from its environment variables, which take any character. The driver
 * is named, since SQLAlchemy 2.1 reads a bare `postgresql://` as psycopg 3.
 */
export function databaseUri(database: string): string {
  return `postgresql+psycopg2:///${database}`;
}

/** Where the CA of the database server is mounted. */
export const databaseCaPath = "/etc/postgresql-ca/ca.crt";

/** Variables of libpq for a connection that verifies the server's certificate and name. */
export function databaseEnv({ host, port, secretName }: DatabaseConnection): EnvVar[] {
  return [
    ...plain({
      PGHOST: host,
      PGPORT: String(port),
      PGSSLMODE: "verify-full",
      PGSSLROOTCERT: databaseCaPath,
      PGCONNECT_TIMEOUT: "5",
      PGAPPNAME: "mlflow",
    }),
    fromSecret("PGUSER", secretName, "username"),
    fromSecret("PGPASSWORD", secretName, "password"),
  ];
}

/** Environment of every MLflow process: no telemetry, and a writable home. */
export const processEnv: EnvVar[] = plain({
  HOME: "/tmp",
  TMPDIR: "/tmp",
  MLFLOW_DISABLE_TELEMETRY: "true",
  DO_NOT_TRACK: "true",
});

export function plain(variables: Record<string, string>): EnvVar[] {
  return Object.entries(variables).map(([name, value]) => ({ name, value }));
}

export function fromSecret(variable: string, secretName: string, key: string): EnvVar {
  return { name: variable, valueFrom: { secretKeyRef: { name: secretName, key } } };
}
