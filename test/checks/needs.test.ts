import { describe, expect, it } from "vitest";
import { needs } from "../../checks/needs.ts";
import { parseStackConfig } from "../../config/index.ts";
import { names } from "./needed.ts";
import { gatewayStack, mlflowStack } from "./stackConfigs.ts";

describe("what a stack needs", () => {
  it("is everything that its config takes to be there, operators first and Secrets last", () => {
    expect(names(mlflowStack())).toEqual([
      "CloudNativePG",
      "Barman Cloud plugin",
      "Gateway API",
      "Prometheus operator",
      "Default StorageClass",
      "Ports of the API server",
      "Gateway gateway/mlops",
      "Namespace mlflow",
      "Secret mlflow/mlflow-credentials",
      "Secret mlflow/mlflow-pg-owner",
      "Secret mlflow/object-store-keys",
      "Secret mlflow/object-store-ca",
    ]);
  });

  it("is nothing where the stack has nothing", () => {
    expect(names(parseStackConfig({ domain: "example.com" }))).toEqual([]);
  });

  it("leaves out what the config says is not to be checked", () => {
    const config = mlflowStack(({ cluster }) => {
      cluster.unchecked = ["Gateway API"];
    });
    expect(names(config)).not.toContain("Gateway API");
  });

  it("gives each thing a name of its own, a key that asks for it, and a fix", () => {
    for (const precondition of [...needs(mlflowStack()), ...needs(gatewayStack())]) {
      expect(precondition.paths, precondition.name).not.toEqual([]);
      if (precondition.look.kind !== "apiServerPorts") {
        expect(precondition.fix, precondition.name).not.toBe("");
      }
    }
    expect(new Set(names(mlflowStack())).size).toBe(names(mlflowStack()).length);
  });
});
