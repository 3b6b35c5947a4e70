#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Before anything large is loaded: it halves what loading Pulumi's SDK costs.
enableCompileCache();
const { run } = await import("./program.ts");
process.exitCode = await run(process.argv.slice(2));
