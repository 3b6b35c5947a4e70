import { describe, expect, it } from "vitest";
import { at } from "../../support/stack.ts";
import { deployed, gatewayType } from "./deployed.ts";

describe("the proxies of the Gateway", () => {
  it("come from its class, and it is ready once it is programmed", async () => {
    const { one } = await deployed();
    expect(at(one("EnvoyProxy"), "spec.provider.kubernetes")).toMatchObject({
      envoyDeployment: { replicas: 2 },
      envoyService: { type: "LoadBalancer", annotations: { "example.com/scheme": "internal" } },
    });
    expect(at(one("GatewayClass"), "metadata.namespace")).toBeUndefined();
    expect(at(one("GatewayClass"), "spec.parametersRef")).toMatchObject({
      kind: "EnvoyProxy",
      name: "mlops",
      namespace: "envoy-gateway-system",
    });
    expect(at(one(gatewayType), "spec.gatewayClassName")).toBe("mlops");
    expect(at(one(gatewayType), "metadata.annotations")).toEqual({ "pulumi.com/waitFor": "condition=Programmed" });
  });
});
