import { describe, expect, it } from "vitest";
import { at } from "../../support/stack.ts";
import { deployed } from "./deployed.ts";

describe("the monitoring of MLflow", () => {
  it("scrapes with credentials, without which metrics are refused", async () => {
    const { one } = await deployed();
    expect(at(one("ServiceMonitor"), "spec.endpoints.0")).toMatchObject({
      port: "http",
      path: "/metrics",
      basicAuth: {
        username: { name: "mlflow-credentials", key: "username" },
        password: { name: "mlflow-credentials", key: "password" },
      },
    });
  });

  it("is left out without the Prometheus operator", async () => {
    expect((await deployed({ monitoring: false })).all("ServiceMonitor")).toEqual([]);
  });
});
