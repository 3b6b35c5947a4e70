import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";

/** The project's own folder. */
export const root = join(import.meta.dirname, "../..");

/** Runs the `mlops-platform` command as a process of its own. */
export function mlopsPlatform(args: string[], { cwd = root, input }: { cwd?: string; input?: string } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "commands/main.js"), ...args], {
    cwd,
    encoding: "utf8",
    input,
  });
  return { code: status, stdout, stderr };
}

/** A folder that is gone when the tests are over. */
export function temporaryFolder(): string {
  return mkdtempSync(join(inject("temporaryFolders"), "test-"));
}
