import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { type Ids, isRoot, withTest } from "./user.ts";

/** What a container's process may do. */
export interface Sandbox extends Ids {
  /** The only folder that it may write, if any. */
  writable?: string | undefined;
}

/** Mounts everything read-only but the first argument, then runs the rest. */
const readOnlyRoot = `
set -e
mounts=$(awk '$2 !~ "^/(proc|sys|dev)(/|$)" { print $2 }' /proc/self/mounts)
if [ -n "$1" ]; then mount --bind "$1" "$1"; fi
for mount in $mounts; do mount -o remount,bind,ro "$mount"; done
shift
exec "$@"
`;

/**
 * A command as a container runs it: its user and group, no capabilities, no new privileges, a read-only root. Only root
 * can do all that; another user runs it as himself. The process keeps its id through all of it.
 */
export function sandboxed(argv: string[], { writable = "", ...ids }: Sandbox, interpreter: string): string[] {
  if (!isRoot) {
    return [...withTest, "--no-new-privs", ...argv];
  }
  const kept = mayRun(interpreter, ids) ? "" : ",+dac_read_search";
  const dropped = ["inh-caps", "ambient-caps", "bounding-set"].map((set) => `--${set}=-all${kept}`);
  const command = [...withTest, ...user(ids), "--no-new-privs", ...dropped, ...argv];
  return canMount() ? [...ownMounts, "sh", "-c", readOnlyRoot, "sh", writable, ...command] : command;
}

/** Which part of a sandbox cannot be had here. */
export function sandboxLimits(ids: Ids, interpreter: string): string[] {
  if (!isRoot) {
    return ["not root: containers run as the present user, who can write more than a container could"];
  }
  return [
    ...(canMount() ? [] : ["mounts are refused: containers have a writable root"]),
    ...(mayRun(interpreter, ids)
      ? []
      : [`user ${ids.uid} may not run ${realpathSync(interpreter)}: containers may read every file`]),
  ];
}

const ownMounts = ["unshare", "--mount", "--propagation=private"];

/** Whether a process can have a read-only root. */
export function canMount(): boolean {
  return isRoot && spawnSync("unshare", [...ownMounts.slice(1), "mount", "-o", "remount,bind,ro", "/"]).status === 0;
}

function user({ uid, gid }: Ids): string[] {
  return [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
}

function mayRun(program: string, ids: Ids): boolean {
  return spawnSync("setpriv", [...user(ids), "test", "-x", realpathSync(program)]).status === 0;
}
