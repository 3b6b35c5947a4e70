import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    temporaryFolders: string;
  }
}

/** Global setup of the tests: one folder for all that tests write, gone when they are over. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "mlops-platform-tests-"));
  project.provide("temporaryFolders", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
