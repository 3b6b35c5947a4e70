/**
 * Connection string with a password as of 0.70, byte for byte as the guide has it.
 * Source: migration guide, "Workload identity and IAM authentication".
 */
import { type Output, secret } from "@pulumi/pulumi";
import type { MlopsDatabase } from "./args.ts";

/** The port is left out where it is PostgreSQL's own. */
export function passwordConnectionString(database: MlopsDatabase & { kind: "password" }): Output<string> {
  const { host, port, user, sslMode } = database;
  const address = port === 5432 ? host : `${host}:${port}`;
  const start = `postgres://${address}/${encodeURIComponent(database.database)}?sslmode=${sslMode}`;
  return secret(database.password).apply(
    (password) => `${start}&user=${encodeURIComponent(user)}&password=${encodeURIComponent(password)}`,
  );
}
