import { describe, expect, it } from "vitest";
import { at } from "../../support/stack.ts";
import { carrying, deployed, targetsOf } from "./deployed.ts";

describe("the shape of Hydrogen Torch 1.7", () => {
  const perRowKeys = ["predictions", "probabilities"];
  const asking = (clients: "all" | "header") => carrying({ hydrogenTorch17: { clients, perRowKeys } }, { lua: true });

  it("applies to clients that ask for it, in a rule of their own", async () => {
    const { one } = await asking("header");
    expect(at(one("HTTPRoute", "churn"), "spec.rules")).toMatchObject([
      {
        name: "hydrogen-torch-17",
        matches: [{ path: { value: "/churn" }, headers: [{ name: "x-scorer-response-shape", value: "ht-1.7" }] }],
      },
      { name: "main" },
    ]);
    const policy = one("EnvoyExtensionPolicy");
    expect(targetsOf(policy)).toEqual(["HTTPRoute churn hydrogen-torch-17"]);
    expect(at(policy, "spec.lua.0")).toMatchObject({
      inline: expect.stringContaining("function envoy_on_response"),
      filterContext: { perRowKeys: "predictions,probabilities" },
    });
  });

  it("applies to all clients if asked for", async () => {
    const { one } = await asking("all");
    expect(targetsOf(one("EnvoyExtensionPolicy"))).toEqual(["HTTPRoute churn"]);
    expect(at(one("HTTPRoute", "churn"), "spec.rules")).toHaveLength(1);
  });

  it("buffers responses of 8 MiB", async () => {
    const { one } = await asking("header");
    expect(at(one("ClientTrafficPolicy"), "spec.connection")).toEqual({ bufferLimit: "8Mi" });
  });

  it("enables scripts where the controller is installed, and keeps other values", async () => {
    const values = { config: { envoyGateway: { logging: { level: { default: "warn" } } } } };
    const { one } = await deployed({ lua: true, controller: { install: true, values } });
    expect(at(one("Release"), "values.config.envoyGateway")).toEqual({
      extensionApis: { enableLua: true },
      logging: { level: { default: "warn" } },
    });
  });
});
