#!/usr/bin/env node
// JavaScript, unlike all the rest: to strip the types of its first file, Node would load a compiler, which takes a third
// of the time that a command has. The files below come from the compile cache, their types stripped already. An older
// Node cannot read them, and would say so with a stack trace.
const needed = 24;

if (Number.parseInt(process.versions.node, 10) < needed) {
  process.stderr.write(
    `mlops-platform needs Node ${needed} or later, and this is ${process.version}. Fix: run npx mlops-platform, which takes the Node that npm ci installs; on macOS, install Node ${needed}\n`,
  );
  process.exitCode = 1;
} else {
  const { enableCompileCache } = await import("node:module");
  enableCompileCache();
  const { run } = await import("./program.ts");
  await run(process.argv.slice(2));
}
