import type { z } from "zod";
import { type JsonMap, valueAt } from "../../lib/json.ts";

/** Path in the values of Envoy Gateway's chart that lets the controller accept Lua scripts. */
const luaSwitch = ["config", "envoyGateway", "extensionApis", "enableLua"];

/** Checks that scripts are on where a route has one: otherwise Envoy Gateway answers its requests with a 500. */
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
    context.addIssue({ code: "custom", path, message: "true or no such key, since lua is true" });
  }
  if (!lua && routes.some(({ hydrogenTorch17 }) => hydrogenTorch17 !== undefined)) {
    const message = "true, and a controller that accepts Lua scripts, since a route has hydrogenTorch17";
    context.addIssue({ code: "custom", path: ["lua"], message });
  }
}
