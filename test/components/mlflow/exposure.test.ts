import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { describe, expect, it } from "vitest";
import type { Route } from "../../../components/kubernetes/route.ts";
import { Mlflow } from "../../../components/mlflow/mlflow.ts";
import { at, stack } from "../../support/stack.ts";
import { container, deployed, mlflowArgs } from "./deployed.ts";

describe("the exposure of MLflow", () => {
  it("is an HTTPRoute on the Gateway's listener", async () => {
    const gateway = { name: "mlops", namespace: "gateway", proxyNamespace: "envoy", sectionName: "https" };
    const { one } = await deployed({ exposure: { kind: "httpRoute", gateway } });
    expect(at(one("HTTPRoute"), "spec")).toMatchObject({
      parentRefs: [{ name: "mlops", namespace: "gateway", sectionName: "https" }],
      hostnames: ["mlflow.example.com"],
      rules: [{ backendRefs: [{ name: "mlflow", port: 5000 }] }],
    });
  });

  it("is a route of the stack's own Gateway", async () => {
    let routes: Route[] = [];
    const { all } = await stack(() => {
      const exposure = { kind: "gateway", proxyNamespace: "envoy" } as const;
      routes = new Mlflow("mlflow", { ...mlflowArgs, exposure }).routes;
    });
    const service = { name: "mlflow", namespace: "ml", port: 5000 };
    expect(routes).toMatchObject([{ name: "mlflow", host: "mlflow.example.com", service, timeout: "10m" }]);
    expect(routes[0]?.ready).toEqual([expect.any(Service)]);
    expect(all("HTTPRoute")).toEqual([]);
  });

  it("needs no route of the stack's own Gateway for another Gateway", async () => {
    let routes: unknown;
    await stack(() => {
      routes = new Mlflow("mlflow", mlflowArgs).routes;
    });
    expect(routes).toEqual([]);
  });

  it("is a Route with TLS on OpenShift, with time for large uploads", async () => {
    const { one, all } = await deployed({ platform: "openshift", exposure: { kind: "route" } });
    expect(at(one("Route"), "spec.tls")).toEqual({ termination: "edge", insecureEdgeTerminationPolicy: "Redirect" });
    expect(at(one("Route"), "metadata.annotations")).toEqual({ "haproxy.router.openshift.io/timeout": "10m" });
    expect(all("HTTPRoute")).toEqual([]);
  });

  it("is an Ingress with a certificate and no limit on uploads", async () => {
    const exposure = {
      kind: "ingress",
      className: "nginx",
      controllerNamespace: "ingress-nginx",
      tlsSecretName: "mlflow-tls",
    } as const;
    const { one } = await deployed({ exposure });
    expect(at(one("Ingress"), "spec")).toMatchObject({
      ingressClassName: "nginx",
      tls: [{ hosts: ["mlflow.example.com"], secretName: "mlflow-tls" }],
    });
  });

  it("is a Service alone for port forwarding, and accepts localhost as a host", async () => {
    let mlflow: Mlflow | undefined;
    const { all, one } = await stack(() => {
      mlflow = new Mlflow("mlflow", { ...mlflowArgs, exposure: { kind: "none" } });
    });
    expect(["HTTPRoute", "Route", "Ingress"].flatMap(all)).toEqual([]);
    expect([mlflow?.url, mlflow?.routes]).toEqual([undefined, []]);
    expect(container(one("Deployment")).args.join()).toMatch(/--allowed-hosts=[^ ]*localhost:\*/);
  });
});
