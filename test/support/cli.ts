import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The project's own folder. */
export const root = join(import.meta.dirname, "../..");

/** Runs the `mlops-platform` command as a process of its own. */
export function mlopsPlatform(args: string[], { cwd = root }: { cwd?: string } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "cli/main.ts"), ...args], {
    cwd,
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A folder that is gone when the tests are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "mlops-platform-"));
  folders.push(folder);
  return folder;
}
