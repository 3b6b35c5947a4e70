import { describe, expect, it } from "vitest";
import type { MlflowArgs } from "../../../components/mlflow/args.ts";
import { at } from "../../support/stack.ts";
import { deployed, mlflowArgs } from "./deployed.ts";

describe("the network policy of MLflow", () => {
  it.each<[string, MlflowArgs["exposure"], unknown]>([
    [
      "Gateway's proxies",
      mlflowArgs.exposure,
      { matchLabels: { "kubernetes.io/metadata.name": "envoy-gateway-system" } },
    ],
    [
      "proxies of the stack's own Gateway",
      { kind: "gateway", proxyNamespace: "envoy" },
      { matchLabels: { "kubernetes.io/metadata.name": "envoy" } },
    ],
    ["OpenShift router", { kind: "route" }, { matchLabels: { "network.openshift.io/policy-group": "ingress" } }],
    [
      "ingress controller",
      { kind: "ingress", className: "nginx", controllerNamespace: "ingress-nginx", tlsSecretName: "tls" },
      { matchLabels: { "kubernetes.io/metadata.name": "ingress-nginx" } },
    ],
  ])("admits the %s, Prometheus and its own pods only", async (_who, exposure, namespaceSelector) => {
    const { one } = await deployed({ exposure });
    expect(at(one("NetworkPolicy"), "spec.ingress.0.from")).toEqual([
      { namespaceSelector },
      { podSelector: { matchLabels: { "app.kubernetes.io/name": "mlflow", "app.kubernetes.io/instance": "mlflow" } } },
      { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } } },
    ]);
  });

  it("admits Prometheus and its own pods only, where nothing exposes it", async () => {
    const { one } = await deployed({ exposure: { kind: "none" } });
    expect(at(one("NetworkPolicy"), "spec.ingress.0.from")).toEqual([
      { podSelector: { matchLabels: { "app.kubernetes.io/name": "mlflow", "app.kubernetes.io/instance": "mlflow" } } },
      { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } } },
    ]);
  });

  it("allows egress to DNS, the server, the database and the object store", async () => {
    const { one } = await deployed();
    const egress = at(one("NetworkPolicy"), "spec.egress") as unknown as { ports: { port: number }[]; to?: unknown }[];
    expect(egress.map(({ ports }) => [...new Set(ports.map(({ port }) => port))])).toEqual([
      [53, 5353],
      [5000],
      [5432],
      [9000],
    ]);
  });
});
