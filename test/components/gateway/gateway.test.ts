import { describe, expect, it } from "vitest";
import { at } from "../../support/stack.ts";
import { churn, deployed, gatewayType } from "./deployed.ts";

describe("the Gateway", () => {
  it("sends plain HTTP to HTTPS", async () => {
    const { one } = await deployed();
    expect(at(one("HTTPRoute", "mlops-https-redirect"), "spec")).toEqual({
      parentRefs: [{ name: "mlops", sectionName: "http" }],
      rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] }],
    });
  });

  it("exports the address of each route", async () => {
    const { outputs } = await deployed({ routes: [churn, { ...churn, name: "whole", path: undefined }] });
    expect(outputs.urls).toEqual({
      churn: "https://scoring.example.com/churn",
      whole: "https://scoring.example.com/",
    });
  });
});

describe("the controller", () => {
  it("is not installed unless told to be", async () => {
    const { all } = await deployed();
    expect([...all("Release"), ...all("Chart")]).toEqual([]);
  });

  it("is installed before everything else if told to be", async () => {
    const recorded = await deployed({ controller: { install: true, values: { deployment: { replicas: 2 } } } });
    const release = recorded.one("Release");
    expect(release.inputs).toMatchObject({
      chart: "oci://charts.example.com/gateway-helm",
      version: "v1.9.1",
      name: "gateway-helm",
      namespace: "envoy-gateway-system",
      values: { deployment: { replicas: 2 } },
    });
    expect(release.inputs.repositoryOpts).toBeUndefined();
    for (const type of ["GatewayClass", gatewayType, "EnvoyProxy"]) {
      expect(recorded.waitsFor(recorded.one(type)), type).toEqual(["mlops-controller"]);
    }
  });

  it("is rendered for a stack that renders", async () => {
    const { all } = await deployed({ controller: { install: true, values: {} }, rendering: true });
    expect(all("Chart")).toHaveLength(1);
    expect(all("Release")).toEqual([]);
  });
});
