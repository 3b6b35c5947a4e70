#!/usr/bin/env node
// JavaScript, unlike all the rest: to strip the types of its first file, Node would load a compiler, which takes a third
// of the time that a command has. The files below come from the compile cache, their types stripped already.
import { enableCompileCache } from "node:module";

enableCompileCache();
const { run } = await import("./program.ts");
await run(process.argv.slice(2));
