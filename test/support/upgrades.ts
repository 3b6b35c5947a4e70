/** Runs of `mlops-platform upgrade` on files of their own. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mlopsPlatform, temporaryFolder } from "./cli.ts";

interface Given {
  values?: string;
  deployments?: string;
  answers?: string;
}

/** A folder with the files that are given, and the way to run the command in it. */
export function workspace(given: Given = {}) {
  const folder = temporaryFolder();
  const options = Object.entries(given).flatMap(([name, text]) => {
    writeFileSync(join(folder, `${name}.yaml`), text);
    return [`--${name}`, `${name}.yaml`];
  });
  const upgrade = (...args: string[]) => mlopsPlatform(["upgrade", "h2o-mlops", ...options, ...args], { cwd: folder });
  return { folder, upgrade, read: (path: string) => readFileSync(join(folder, path), "utf8") };
}

/** Every file below a folder; nothing where there is none. */
export function filesBelow(folder: string): string[] {
  const entries = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
}

/** Permissions as `ls` knows them, such as 0o600. */
export function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}
