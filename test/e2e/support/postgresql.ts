import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Certificate } from "./certificate.ts";
import { freePort } from "./http.ts";
import { run, start, succeed, until } from "./process.ts";
import { asPostgres, own, postgresIds } from "./user.ts";

export interface Postgresql {
  port: number;
  /** Answer to a query of the superuser, who comes through a socket. */
  query(database: string, sql: string): Promise<string>;
  stop(): Promise<unknown>;
}

/** Folder with the newest server programs. */
export function postgresqlPrograms(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return folders.find((folder) =>
    ["initdb", "postgres", "psql", "pg_isready"].every((name) => existsSync(join(folder, name))),
  );
}

/** A server that takes passwords over TLS only. */
export async function startPostgresql(folder: string, certificate: Certificate): Promise<Postgresql> {
  const programs = postgresqlPrograms() ?? "";
  const port = await freePort();
  const psql = (program: string, ...args: string[]) =>
    asPostgres([join(programs, program), `--host=${folder}`, `--port=${port}`, "--username=postgres", ...args]);

  const file = (name: string) => join(folder, name);
  const data = file("data");
  const ids = postgresIds();
  mkdirSync(folder);
  own(folder, 0o700, ids);
  for (const [from, name] of [
    [certificate.key, "server.key"],
    [certificate.certificate, "server.crt"],
  ] as const) {
    copyFileSync(from, file(name));
    own(file(name), 0o600, ids);
  }
  writeFileSync(file("hba.conf"), "local all postgres trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n");
  own(file("hba.conf"), 0o600, ids);

  const cluster = ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--username=postgres"];
  await succeed({ argv: asPostgres([join(programs, "initdb"), `--pgdata=${data}`, ...cluster, "--no-sync"]) });
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: folder,
    hba_file: file("hba.conf"),
    password_encryption: "scram-sha-256",
    ssl: "on",
    ssl_cert_file: file("server.crt"),
    ssl_key_file: file("server.key"),
    fsync: "off",
  };
  const options = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  const server = start({ argv: asPostgres([join(programs, "postgres"), "-D", data, ...options]) });
  const stop = () => server.stop("SIGINT"); // A fast shutdown: it does not wait for clients.
  try {
    await until(async () => (await run({ argv: psql("pg_isready") })).code === 0, server, 60);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    port,
    stop,
    query: async (database, sql) => {
      const options = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"];
      return (await succeed({ argv: psql("psql", ...options, `--dbname=${database}`) }, sql)).trim();
    },
  };
}

/** Makes a role with a password, and databases that belong to it. */
export async function makeDatabases(
  { query }: Postgresql,
  { username, password }: { username: string; password: string },
  databases: string[],
): Promise<void> {
  await query("postgres", `CREATE ROLE ${username} LOGIN PASSWORD '${password.replaceAll("'", "''")}'`);
  for (const database of databases) {
    await query("postgres", `CREATE DATABASE ${database} OWNER ${username} ENCODING 'UTF8'`);
  }
}
