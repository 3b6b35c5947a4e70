import { describe, expect, it } from "vitest";
import { artifactStoreEnv, artifactsUrl } from "../../../components/mlflow/artifactStore.ts";
import type { GrantTarget } from "../../../components/objectStore/objectStore.ts";
import { grantTargets } from "../../support/grantTargets.ts";

const env = { AWS_DEFAULT_REGION: "us-east-1", AWS_CA_BUNDLE: "/ca.crt" };

function envOf(target: GrantTarget) {
  return artifactStoreEnv({ target, env });
}

describe("the address of MLflow's artifacts", () => {
  it.each([
    ["aws", "s3://ml/mlflow"],
    ["gcp", "gs://ml/mlflow"],
    ["azure", "wasbs://ml@acme.blob.core.windows.net/mlflow"],
    ["s3", "s3://ml/mlflow"],
  ] as const)("on %s is %s", (kind, url) => {
    expect(artifactsUrl({ ...grantTargets[kind], prefix: "mlflow" })).toBe(url);
  });
});

describe("the environment of MLflow's pods", () => {
  it("names the endpoint of an S3-compatible store in MLflow's own variables", () => {
    expect(envOf(grantTargets.s3)).toEqual({
      ...env,
      MLFLOW_S3_ENDPOINT_URL: "https://minio.example.com",
      MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE: "path",
    });
  });

  it("is the grant's own on a cloud", () => {
    expect(envOf(grantTargets.aws)).toEqual(env);
  });
});
