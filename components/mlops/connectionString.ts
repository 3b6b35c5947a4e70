/**
 * Connection strings as of 0.70, byte for byte as the guide has them.
 * Source: migration guide, "Workload identity and IAM authentication".
 */
import { type Output, secret } from "@pulumi/pulumi";
import type { DatabaseUser, MlopsDatabase } from "./args.ts";

/** Login of AWS: the user is the one of the database, and there is no password. */
export function iamConnectionString({ host, port, database, user }: DatabaseUser, region: string): string {
  const address = `${host}:${port}`;
  const login = `aws_iam_auth_enabled=true&aws_iam_auth_region=${region}&aws_iam_auth_user=${user}`;
  return `postgres://${user}@${address}/${encodeURIComponent(database)}?${login}&aws_iam_auth_endpoint=${address}`;
}

/** The port is left out where it is PostgreSQL's own. */
export function passwordConnectionString(database: MlopsDatabase & { kind: "password" }): Output<string> {
  const { host, port, user, sslMode } = database;
  const address = port === 5432 ? host : `${host}:${port}`;
  const start = `postgres://${address}/${encodeURIComponent(database.database)}?sslmode=${sslMode}`;
  return secret(database.password).apply(
    (password) => `${start}&user=${encodeURIComponent(user)}&password=${encodeURIComponent(password)}`,
  );
}
