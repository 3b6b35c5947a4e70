import { describe, expect, it } from "vitest";
import { named, names } from "./needed.ts";
import { gatewayStack, mlflowStack } from "./stackConfigs.ts";

describe("an operator that a stack needs", () => {
  it("is none that the stack installs itself", () => {
    const config = mlflowStack(({ cluster }) => {
      cluster.operators = { cloudnativePg: { install: true }, barmanCloud: { install: true } };
    });
    const found = names(config);
    expect(found).not.toContain("CloudNativePG");
    expect(found).not.toContain("Barman Cloud plugin");
  });

  it("is cert-manager for the plugin that the stack installs, and for the gateway's certificates", () => {
    const config = mlflowStack(({ cluster }) => {
      cluster.operators = { barmanCloud: { install: true } };
    });
    expect(named(config, "cert-manager")?.paths).toEqual(["cluster.operators.barmanCloud.install"]);
    expect(named(gatewayStack(), "cert-manager")?.paths).toEqual(["gateway.issuer"]);
    expect(names(mlflowStack())).not.toContain("cert-manager");
  });

  it("is Envoy Gateway in the Gateway's namespace and the issuer, for a gateway that others control", () => {
    expect(names(gatewayStack())).toEqual(["cert-manager", "Envoy Gateway", "ClusterIssuer letsencrypt"]);
    expect(names(gatewayStack({ controller: { install: true } }))).toEqual([
      "cert-manager",
      "ClusterIssuer letsencrypt",
    ]);
    expect(names(gatewayStack({ issuer: { kind: "Issuer", name: "own" } }))).toContain(
      "Issuer envoy-gateway-system/own",
    );
  });

  it("is OpenShift's API for a Route", () => {
    const config = mlflowStack(({ mlflow, cluster }) => {
      cluster.platform = "openshift";
      mlflow.exposure = { kind: "route" };
    });
    expect(named(config, "OpenShift Route")?.look).toEqual({ kind: "api", group: "route.openshift.io", version: "v1" });
  });
});
