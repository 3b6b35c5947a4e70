import { describe, expect, it } from "vitest";
import { at } from "../../support/stack.ts";
import { deployed } from "./deployed.ts";

describe("MLflow", () => {
  it("has a disruption budget, spreads over zones and nodes, and is reached through its Service", async () => {
    const { one } = await deployed();
    const selector = {
      "app.kubernetes.io/name": "mlflow",
      "app.kubernetes.io/instance": "mlflow",
      "app.kubernetes.io/component": "server",
    };
    expect(at(one("PodDisruptionBudget"), "spec")).toMatchObject({
      maxUnavailable: 1,
      selector: { matchLabels: selector },
    });
    expect(at(one("Service"), "spec.selector")).toEqual(selector);
    expect(at(one("Deployment"), "spec.template.spec.topologySpreadConstraints")).toHaveLength(2);
  });

  it("exports its addresses", async () => {
    expect((await deployed()).outputs).toEqual({
      url: "https://mlflow.example.com",
      serviceUrl: "http://mlflow.ml.svc:5000",
    });
  });
});
