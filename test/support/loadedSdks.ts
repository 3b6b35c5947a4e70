// Preloaded into the command: says on exit which of Pulumi's SDKs were loaded, to the file that LOADED_SDKS names.
import { writeFileSync } from "node:fs";
import { Module } from "node:module";

process.on("exit", () => {
  const cache = (Module as unknown as { _cache: Record<string, unknown> })._cache;
  const sdks = Object.keys(cache).flatMap((path) => /node_modules\/@pulumi\/([a-z-]+)\//.exec(path)?.[1] ?? []);
  writeFileSync(process.env.LOADED_SDKS ?? "", [...new Set(sdks)].sort().join("\n"));
});
