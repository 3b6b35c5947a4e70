/** Reads the files of a render. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { OutputError } from "../lib/files/outputFolder.ts";
import type { GraphResource } from "./resource.ts";

/** The file that marks a folder as a render. */
export const graphFile = "resources.json";

const graphSchema: z.ZodType<GraphResource[]> = z.array(
  z.object({
    urn: z.string(),
    type: z.string(),
    name: z.string(),
    parent: z.string().nullable(),
    dependsOn: z.array(z.string()),
    protect: z.boolean(),
    retainOnDelete: z.boolean(),
    inputs: z.record(z.string(), z.json()),
  }),
);

/**
 * The resource graph in a folder that a render wrote. An empty folder is the render of a stack that does not exist yet.
 *
 * @param option the option that named the folder, such as `--base`
 * @throws OutputError if the folder is not a render
 */
export function readGraph(option: string, folder: string): GraphResource[] {
  if (isEmptyFolder(folder)) {
    return [];
  }
  const { success, data } = graphSchema.safeParse(jsonIn(join(folder, graphFile)));
  if (!success) {
    throw new OutputError(
      `${option} ${folder} is not a render: its ${graphFile} cannot be read. Fix: write one with mlops-platform render <stack> --out ${folder}`,
    );
  }
  return data;
}

/** The content of a JSON file, or undefined where there is none that can be read. */
export function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function isEmptyFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true && readdirSync(path).length === 0;
}
