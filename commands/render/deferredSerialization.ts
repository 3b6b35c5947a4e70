/**
 * Puts off the part of Pulumi's SDK that turns JavaScript functions into code for a cloud to run. A render makes no such
 * function, and this part brings npm's dependency solver and the TypeScript compiler: a third of what a render costs.
 */
import { createRequire, Module } from "node:module";

const require = createRequire(import.meta.url);

// The modules export functions only: each has a stand-in that loads its module when it is called.
const serialization: Record<string, string[]> = {
  "@pulumi/pulumi/runtime/closure/serializeClosure.js": ["serializeFunction", "serializeFunctionAsync"],
  "@pulumi/pulumi/runtime/closure/codePaths.js": ["computeCodePaths", "findWorkspaceRoot", "packageArchivePath"],
};

/** Takes effect where `@pulumi/pulumi` is loaded afterwards. */
export function deferSerialization(): void {
  for (const [name, functions] of Object.entries(serialization)) {
    const path = require.resolve(name);
    require.cache[path] ??= standIn(path, functions);
  }
}

function standIn(path: string, functions: string[]): NodeJS.Module {
  const module = new Module(path);
  const load = () => {
    if (require.cache[path] === module) {
      delete require.cache[path];
    }
    return require(path);
  };
  module.exports = Object.fromEntries(functions.map((name) => [name, (...args: unknown[]) => load()[name](...args)]));
  module.filename = path;
  module.loaded = true;
  return module;
}
