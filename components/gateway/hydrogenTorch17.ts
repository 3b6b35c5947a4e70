/**
 * Answers of a Hydrogen Torch scorer 2.0 in the shape of 1.7, for clients that cannot be changed yet: one result for
 * each row becomes one result for the whole batch. A script in Envoy does it, which needs the response in memory.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Route } from "../kubernetes/route.ts";

/** Name of the rule for requests that ask for the old shape. */
export const oldShapeRule = "hydrogen-torch-17";

/** Header with which clients ask for it. */
export const oldShapeHeader = { type: "Exact", name: "x-scorer-response-shape", value: "ht-1.7" };

/**
 * Largest response that can be changed; Envoy responds 500 instead of a larger one. The default of 32 KiB is too small.
 */
export const bufferLimit = "8Mi";

/** `lua` of an EnvoyExtensionPolicy. */
export function oldShapeSpec({ perRowKeys }: NonNullable<Route["hydrogenTorch17"]>) {
  const inline = readFileSync(join(import.meta.dirname, "hydrogenTorch17.lua"), "utf8");
  return { lua: [{ type: "Inline", inline, filterContext: { perRowKeys: perRowKeys.join(",") } }] };
}

/** Values of Envoy Gateway's chart that enable scripts, which are off by default. */
export const luaValues = { config: { envoyGateway: { extensionApis: { enableLua: true } } } };
