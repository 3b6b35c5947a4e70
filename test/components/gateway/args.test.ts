import { describe, expect, it } from "vitest";
import type { GatewayArgs } from "../../../components/gateway/args.ts";
import { churn, deployed, gatewayArgs } from "./deployed.ts";

describe("wrong args of the gateway", () => {
  it.each<[string, Partial<GatewayArgs>, string]>([
    ["two routes of one name", { routes: [churn, { ...churn, path: "/b" }] }, "found churn"],
    ["a route that is called like it", { routes: [{ ...churn, name: "mlops" }] }, "found mlops"],
    ["two routes of one place", { routes: [churn, { ...churn, name: "b" }] }, "found scoring.example.com/churn"],
    ["no host", { routes: [{ ...churn, host: "scoring" }] }, "routes[0].host: expected a host name"],
    [
      "a header that does not come through",
      { routes: [{ ...churn, forwardHeaders: "X-Debug", requestHeaders: { set: {}, remove: ["x-debug"] } }] },
      "routes[0].forwardHeaders: expected no X-Debug, which requestHeaders.remove removes",
    ],
    ["a timeout without a unit", { timeout: "30" }, 'timeout: expected a duration such as 30s, found "30"'],
    [
      "a script where scripts are off",
      { routes: [{ ...churn, hydrogenTorch17: { clients: "all", perRowKeys: ["predictions"] } }] },
      "lua: expected true, and a controller that accepts Lua scripts",
    ],
    ["no proxies", { proxy: { ...gatewayArgs.proxy, replicas: 0 } }, "proxy.replicas: expected at least 1, found 0"],
  ])("are refused: %s", async (_case, wrong, message) => {
    await expect(deployed(wrong)).rejects.toThrow(message);
  });
});
