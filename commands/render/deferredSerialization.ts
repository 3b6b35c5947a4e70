/**
 * Puts off the part of Pulumi's SDK that turns JavaScript functions into code for a cloud to run. A render makes no such
 * function, and this part brings npm's dependency solver and the TypeScript compiler: a third of what a render costs.
 */
import { createRequire, Module } from "node:module";

const require = createRequire(import.meta.url);

/** Its modules, which export functions only. */
const serialization: Record<string, string[]> = {
  "@pulumi/pulumi/runtime/closure/serializeClosure.js": ["serializeFunction", "serializeFunctionAsync"],
  "@pulumi/pulumi/runtime/closure/codePaths.js": ["computeCodePaths", "findWorkspaceRoot", "packageArchivePath"],
};

/** Takes effect where `@pulumi/pulumi` is loaded afterwards. */
export function deferSerialization(): void {
  for (const [name, functions] of Object.entries(serialization)) {
    deferModule(require.resolve(name), functions);
  }
}

/** Whoever requires the module gets a stand-in for each of its functions, which loads the module when it is called. */
export function deferModule(path: string, functions: string[]): void {
  if (require.cache[path]) {
    return;
  }
  const standIn = new Module(path);
  const load = () => {
    if (require.cache[path] === standIn) {
      delete require.cache[path];
    }
    return require(path);
  };
  standIn.exports = Object.fromEntries(functions.map((name) => [name, (...args: unknown[]) => load()[name](...args)]));
  standIn.loaded = true;
  require.cache[path] = standIn;
}
