/** Writes a render, in place of an earlier one if there is one. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { graphFile } from "../../graph/readRender.ts";
import { OutputError, type OutputFile, replaceFolder } from "../../lib/files/outputFolder.ts";

export type RenderedFile = Pick<OutputFile, "path" | "content">;

/**
 * Replaces the folder by the files.
 *
 * @throws OutputError if the folder holds anything but an earlier render, or two files have the same path.
 */
export function writeRender(folder: string, files: RenderedFile[]): void {
  refuseOthers(folder);
  refuseDuplicates(files);
  replaceFolder(folder, files);
}

function refuseOthers(folder: string): void {
  if (!existsSync(folder)) {
    return;
  }
  if (!statSync(folder).isDirectory()) {
    throw new OutputError(`${folder} is a file: name a folder with --out.`);
  }
  const isOccupied = !existsSync(join(folder, graphFile)) && readdirSync(folder).length > 0;
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
    throw new OutputError(
      `Two resources are the same Kubernetes object: ${twice.join(", ")}. Fix: give one of them another name or namespace.`,
    );
  }
}
