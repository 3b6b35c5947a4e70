/** Writes a folder as a whole: either all files are written, or the folder is unchanged. */
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../userError.ts";

export interface OutputFile {
  /** Path below the folder. */
  path: string;
  content: string;
  /** Permissions. Default: those of any new file. */
  mode?: number;
}

/** A folder that cannot be written, or must not be replaced. */
export class OutputError extends UserError {
  override name = "OutputError";
}

/** Replaces the folder and everything in it by the files. */
export function replaceFolder(folder: string, files: OutputFile[]): void {
  const target = existsSync(folder) ? realpathSync(folder) : resolve(folder);
  const [draft, former] = [`${target}.${process.pid}.tmp`, `${target}.${process.pid}.old`];
  try {
    for (const { path, content, mode } of files) {
      makeFolder(dirname(join(draft, path)));
      writeFileSync(join(draft, path), content, { mode });
    }
    swap(target, draft, former);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === undefined
      ? error
      : new OutputError(`${folder} cannot be written: ${message}. Fix: name a folder that you can write to`);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Not `recursive`: where the kernel refuses a new folder in an existing one, as in /proc, Node would retry endlessly. */
function makeFolder(folder: string): void {
  if (!existsSync(folder)) {
    makeFolder(dirname(folder));
    mkdirSync(folder);
  }
}

/** At every moment, either the old files or the new ones are whole on the disk. */
function swap(target: string, draft: string, former: string): void {
  if (!existsSync(target)) {
    renameSync(draft, target);
    return;
  }
  renameSync(target, former);
  try {
    renameSync(draft, target);
  } catch (error) {
    renameSync(former, target);
    throw error;
  }
  rmSync(former, { recursive: true, force: true });
}
