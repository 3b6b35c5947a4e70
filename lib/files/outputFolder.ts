/** Writes a folder as a whole: either every file is there, or the folder is as it was. */
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../userError.ts";

export interface OutputFile {
  /** Path below the folder. */
  path: string;
  content: string;
  /** Permissions; by default whatever new files get. */
  mode?: number;
}

/** A folder that cannot be written, or must not be replaced. */
export class OutputError extends UserError {
  override name = "OutputError";
}

/** Puts the files in place of the folder and all that it holds. */
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
    throw code === undefined ? error : new OutputError(`${folder} cannot be written: ${message}.`);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Not `recursive`: where the kernel refuses a folder in one that is there, as in /proc, Node would try for ever. */
function makeFolder(folder: string): void {
  if (!existsSync(folder)) {
    makeFolder(dirname(folder));
    mkdirSync(folder);
  }
}

/** There is no moment at which neither the old files nor the new ones can be brought back. */
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
