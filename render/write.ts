/** Writes a render as a whole: either every file is there, or the folder is as it was. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface RenderedFile {
  /** Path below the render's folder. */
  path: string;
  content: string;
}

/** A folder that a render must not replace. */
export class OutputError extends Error {
  override name = "OutputError";
}

/** The file that says a folder is a render. */
export const graphFile = "resources.json";

/**
 * Replaces the folder by the files.
 *
 * @throws OutputError if the folder holds anything but an earlier render, or two files have one path.
 */
export function writeRender(folder: string, files: RenderedFile[]): void {
  refuseOthers(folder);
  refuseDuplicates(files);
  const draft = `${folder}.${process.pid}.tmp`;
  try {
    for (const folder of new Set(files.map(({ path }) => dirname(path)))) {
      mkdirSync(join(draft, folder), { recursive: true });
    }
    for (const { path, content } of files) {
      writeFileSync(join(draft, path), content);
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function refuseOthers(folder: string): void {
  const isOccupied = existsSync(folder) && !existsSync(join(folder, graphFile)) && readdirSync(folder).length > 0;
  if (isOccupied) {
    throw new OutputError(
      `${folder} holds files that are not a render (it has no ${graphFile}): choose another folder with --out.`,
    );
  }
}

function refuseDuplicates(files: RenderedFile[]): void {
  const seen = new Set<string>();
  const twice = files.map(({ path }) => path).filter((path) => seen.size === seen.add(path).size);
  if (twice.length > 0) {
    throw new OutputError(`Two resources are the same Kubernetes object: ${twice.join(", ")}.`);
  }
}
