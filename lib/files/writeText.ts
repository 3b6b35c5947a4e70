/** Writes a file that an option names, completely or not at all. */
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { OutputError } from "./outputFolder.ts";

/**
 * @throws OutputError if it cannot be written
 */
export function writeText(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch (error) {
    throw new OutputError(
      `--out ${path} cannot be written: ${(error as Error).message}. Fix: name a file in an existing folder that you can write to`,
    );
  } finally {
    rmSync(draft, { force: true });
  }
}
