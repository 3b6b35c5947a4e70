import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { describe, expect, it } from "vitest";
import { Gateway } from "../../../components/gateway/gateway.ts";
import { at, stack } from "../../support/stack.ts";
import { carrying, churn, deployed, gatewayArgs, gatewayType } from "./deployed.ts";

describe("a route", () => {
  it("is an HTTPRoute on its host's listener, and may reach its Service", async () => {
    const { one } = await deployed();
    expect(at(one("HTTPRoute", "churn"), "spec")).toEqual({
      parentRefs: [{ name: "mlops", sectionName: "scoring.example.com" }],
      hostnames: ["scoring.example.com"],
      rules: [
        {
          name: "main",
          matches: [{ path: { type: "PathPrefix", value: "/churn" } }],
          backendRefs: [{ name: "churn", namespace: "scorers", port: 8080 }],
        },
      ],
    });
    expect(one("ReferenceGrant").inputs).toMatchObject({
      metadata: { name: "churn", namespace: "scorers" },
      spec: {
        from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "envoy-gateway-system" }],
        to: [{ group: "", kind: "Service", name: "churn" }],
      },
    });
  });

  it("waits for its dependencies", async () => {
    const recorded = await stack(() => {
      const ready = [new ConfigMap("the-service", {})];
      new Gateway("mlops", { ...gatewayArgs, routes: [{ ...churn, ready }] });
    });
    for (const object of [recorded.one("HTTPRoute", "churn"), recorded.one("ReferenceGrant")]) {
      expect(recorded.waitsFor(object)).toEqual(["the-service"]);
    }
    expect(recorded.waitsFor(recorded.one(gatewayType))).toEqual([]);
  });

  it("needs no grant for a Service of the Gateway's own namespace", async () => {
    const { all } = await carrying({ service: { ...churn.service, namespace: gatewayArgs.namespace } });
    expect(all("ReferenceGrant")).toEqual([]);
  });

  it("sets and removes headers", async () => {
    const { one } = await carrying({ requestHeaders: { set: { "x-id": "7" }, remove: ["x-debug"] } });
    expect(at(one("HTTPRoute", "churn"), "spec.rules.0.filters")).toEqual([
      {
        type: "RequestHeaderModifier",
        requestHeaderModifier: { set: [{ name: "x-id", value: "7" }], remove: ["x-debug"] },
      },
    ]);
  });
});
