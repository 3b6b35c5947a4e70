import { describe, expect, it } from "vitest";
import { mlflowVersion } from "../../../releases/mlflow/imageVersion.ts";

describe("mlflowVersion", () => {
  it.each([
    ["ghcr.io/mlflow/mlflow:v3.17.2", "3.17.2"],
    ["registry.example.com:5000/mlflow:v3.17.2-full", "3.17.2"],
    ["ghcr.io/mlflow/mlflow:3.17.2rc1", "3.17.2rc1"],
  ])("of %s is %s", (image, version) => {
    expect(mlflowVersion(image)).toBe(version);
  });

  it.each(["ghcr.io/mlflow/mlflow:latest", "ghcr.io/mlflow/mlflow", `ghcr.io/mlflow/mlflow@sha256:${"0".repeat(64)}`])(
    "is not known of %s",
    (image) => {
      expect(mlflowVersion(image)).toBeUndefined();
    },
  );
});
