import { describe, expect, it } from "vitest";
import { parseStackConfig } from "../../config/index.ts";
import { named, names } from "./needed.ts";
import { gatewayStack, telemetry } from "./stackConfigs.ts";

describe("a namespace that a stack needs", () => {
  it("is that of a Service that the gateway carries, and has the client's secret", () => {
    const authentication = {
      kind: "oidc",
      issuer: "https://idp.example.com",
      clientId: "mlops",
      secretName: "oidc-client",
    };
    const routes = {
      churn: { host: "a.example.com", service: { name: "churn", namespace: "scorers", port: 80 }, authentication },
      other: { host: "b.example.com", service: { name: "other", namespace: "scorers", port: 80 } },
    };
    const config = gatewayStack({ routes });
    expect(named(config, "Namespace scorers")?.paths).toEqual([
      "gateway.routes.churn.service.namespace",
      "gateway.routes.other.service.namespace",
    ]);
    expect(names(config)).toContain("Secret envoy-gateway-system/oidc-client");
  });

  it("is that of a route only where the stack does not make it", () => {
    const routes = { own: { host: "a.example.com", service: { name: "a", namespace: "telemetry", port: 80 } } };
    const config = parseStackConfig({
      domain: "example.com",
      gateway: { issuer: { name: "letsencrypt" }, routes },
      telemetry: {
        ...telemetry,
        namespace: { name: "telemetry" },
        image: { ...telemetry.image, pullSecretName: undefined },
        database: {
          kind: "iam",
          host: "db.example.com",
          database: "storage",
          user: "mlops",
          region: "eu-central-1",
        },
      },
    });
    expect(names(config)).not.toContain("Namespace telemetry");
  });
});
