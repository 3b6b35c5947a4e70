import type { z } from "zod";
import { type JsonMap, valueAt } from "../../lib/json.ts";

/** Where Envoy Gateway's chart is told that the controller takes scripts. */
const luaSwitch = ["config", "envoyGateway", "extensionApis", "enableLua"];

/** Where scripts are off, Envoy Gateway answers 500 in the place of a route that has one. */
export function needsLua(
  {
    lua,
    controller,
    routes,
  }: { lua: boolean; controller: { values: JsonMap }; routes: { hydrogenTorch17?: unknown }[] },
  context: z.RefinementCtx,
): void {
  const path = ["controller", "values", ...luaSwitch];
  if (lua && valueAt(controller.values, luaSwitch) === false) {
    context.addIssue({ code: "custom", path, message: "true or nothing, since `lua` is true" });
  }
  if (!lua && routes.some(({ hydrogenTorch17 }) => hydrogenTorch17 !== undefined)) {
    const message = "true, since a route has hydrogenTorch17, and the controller takes scripts";
    context.addIssue({ code: "custom", path: ["lua"], message });
  }
}
