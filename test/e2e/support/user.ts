import { spawnSync } from "node:child_process";
import { chmodSync, chownSync } from "node:fs";

export interface Ids {
  uid: number;
  gid: number;
}

export const isRoot = process.getuid?.() === 0;

/** Start of a command that ends with the test that started it, however that ends. */
export const withTest = ["setpriv", "--pdeathsig=INT"];

/** PostgreSQL refuses to run as root; its Debian package makes a user. */
export function asPostgres(argv: string[]): string[] {
  return [...withTest, ...(isRoot ? ["--reuid=postgres", "--regid=postgres", "--init-groups"] : []), ...argv];
}

/** Who `asPostgres` runs as. */
export function postgresIds(): Ids {
  const id = (flag: string) =>
    Number(spawnSync("id", [flag, ...(isRoot ? ["postgres"] : [])], { encoding: "utf8" }).stdout);
  return { uid: id("-u"), gid: id("-g") };
}

/** Gives a file or folder its mode and, where this user may, its owner. */
export function own(path: string, mode: number, ids?: Ids) {
  if (isRoot && ids) {
    chownSync(path, ids.uid, ids.gid);
  }
  chmodSync(path, mode);
}
