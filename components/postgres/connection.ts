import type { Resource } from "@pulumi/pulumi";

/** A connection to PostgreSQL: everything libpq needs, whoever runs the server. */
export interface DatabaseConnection {
  host: string;
  port: number;

  /** Secret with the keys `username` and `password`. */
  secretName: string;

  /** Secret and key of the CA that signed the server's certificate. */
  ca: { name: string; key: string };

  /** Labels of the server's pods, where they are in the workload's namespace. */
  podLabels: Record<string, string> | undefined;

  /** Resources that must exist before the first connection. */
  ready: Resource[];
}

/** PostgreSQL outside the stack; its databases exist already. */
export function externalPostgres(args: {
  host: string;
  port: number;
  secretName: string;
  ca: { secretName: string; key: string };
}): DatabaseConnection {
  const { host, port, secretName, ca } = args;
  return { host, port, secretName, ca: { name: ca.secretName, key: ca.key }, podLabels: undefined, ready: [] };
}
