import { describe, expect, it } from "vitest";
import { at } from "../../support/stack.ts";
import { churn, deployed, gatewayType } from "./deployed.ts";

describe("the listeners of the Gateway", () => {
  it("has a listener and a certificate for each host, and one listener for plain HTTP", async () => {
    const { one, all } = await deployed({ routes: [churn, { ...churn, name: "other", path: "/other" }] });
    expect(at(one(gatewayType), "spec.listeners")).toEqual([
      { name: "http", protocol: "HTTP", port: 80, allowedRoutes: { namespaces: { from: "Same" } } },
      {
        name: "scoring.example.com",
        protocol: "HTTPS",
        port: 443,
        hostname: "scoring.example.com",
        tls: { mode: "Terminate", certificateRefs: [{ kind: "Secret", name: "scoring.example.com-tls" }] },
        allowedRoutes: { namespaces: { from: "Same" } },
      },
    ]);
    expect(all("Certificate").map(({ inputs }) => inputs.spec)).toEqual([
      {
        secretName: "scoring.example.com-tls",
        dnsNames: ["scoring.example.com"],
        issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "letsencrypt" },
        privateKey: { rotationPolicy: "Always" },
      },
    ]);
  });

  it("accepts HTTPRoutes of others on deployment hosts, from the named namespaces", async () => {
    const { one } = await deployed({ deploymentHosts: { "model.example.com": ["deployments"] } });
    expect(at(one(gatewayType), "spec.listeners.1")).toMatchObject({
      hostname: "model.example.com",
      allowedRoutes: {
        namespaces: {
          from: "Selector",
          selector: {
            matchExpressions: [
              {
                key: "kubernetes.io/metadata.name",
                operator: "In",
                values: ["envoy-gateway-system", "deployments"],
              },
            ],
          },
        },
      },
    });
    expect(at(one(gatewayType), "spec.listeners.2.allowedRoutes")).toEqual({ namespaces: { from: "Same" } });
  });
});
