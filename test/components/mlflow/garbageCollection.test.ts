import { describe, expect, it } from "vitest";
import { at } from "../../support/stack.ts";
import { container, deployed, variable } from "./deployed.ts";

describe("the garbage collection of MLflow", () => {
  it("removes old deleted runs through the server, as the administrator", async () => {
    const { one } = await deployed({ garbageCollection: { schedule: "0 4 * * 0", olderThan: "90d" } });
    const gc = one("CronJob");
    expect(at(gc, "spec.schedule")).toBe("0 4 * * 0");
    expect(at(gc, "spec.startingDeadlineSeconds")).toBe(3600);
    expect(container(gc).args).toEqual([
      "gc",
      "--older-than=90d",
      "--backend-store-uri=postgresql+psycopg2:///mlflow",
      "--artifacts-destination=s3://artifacts/mlflow",
    ]);
    expect(variable(gc, "MLFLOW_TRACKING_URI")).toBe("http://mlflow.ml.svc:5000");
    expect(variable(gc, "MLFLOW_TRACKING_PASSWORD")).toEqual({ name: "mlflow-credentials", key: "password" });
  });
});
