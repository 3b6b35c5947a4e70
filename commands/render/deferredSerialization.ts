/**
 * Defers loading the part of Pulumi's SDK that serializes JavaScript functions for a cloud. A render needs no such function,
 * and this part loads npm's dependency solver and the TypeScript compiler: a third of the cost of a render.
 */
import { createRequire, Module } from "node:module";

const require = createRequire(import.meta.url);

/**
 * The modules of this part, with all that they export: functions only. Source: `runtime/index.js` of @pulumi/pulumi, which
 * loads both. A test compares them with the SDK.
 */
export const serialization: Readonly<Record<string, string[]>> = {
  "@pulumi/pulumi/runtime/closure/serializeClosure.js": ["serializeFunction", "serializeFunctionAsync"],
  "@pulumi/pulumi/runtime/closure/codePaths.js": ["computeCodePaths", "findWorkspaceRoot", "packageArchivePath"],
};

/** Only has an effect before `@pulumi/pulumi` is loaded. */
export function deferSerialization(): void {
  for (const [name, functions] of Object.entries(serialization)) {
    deferModule(require.resolve(name), functions);
  }
}

/** Replaces each function of the module by one that loads the module when it is called. */
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
