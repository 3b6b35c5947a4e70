import { describe, expect, it } from "vitest";
import type { GrantTarget } from "../../../components/objectStore/objectStore.ts";
import { barmanAccess, sidecarEnv } from "../../../components/postgres/barmanAccess.ts";
import { grantTargets } from "../../support/grantTargets.ts";

const { aws, gcp, azure, s3 } = grantTargets;
const env = { AWS_DEFAULT_REGION: "eu-central-1", AWS_CA_BUNDLE: "/ca.crt" };

describe("the configuration of the Barman Cloud plugin", () => {
  it("takes the identity of the pods on a cloud", () => {
    expect(barmanAccess(aws)).toEqual({
      destinationPath: "s3://ml",
      s3Credentials: { inheritFromIAMRole: true },
    });
    expect(barmanAccess(gcp)).toEqual({
      destinationPath: "gs://ml",
      googleCredentials: { gkeEnvironment: true },
    });
    expect(barmanAccess(azure)).toEqual({
      destinationPath: "https://acme.blob.core.windows.net/ml",
      azureCredentials: { inheritFromAzureAD: true },
    });
  });

  it("names the endpoint, the keys and the CA of an S3-compatible store", () => {
    const ca = { name: "store-ca", key: "tls.crt" };
    expect(barmanAccess({ ...s3, ca })).toEqual({
      destinationPath: "s3://ml",
      endpointURL: "https://minio.example.com",
      endpointCA: ca,
      s3Credentials: s3.keys,
    });
    expect(barmanAccess(s3)).not.toHaveProperty("endpointCA");
  });
});

describe("the environment of the plugin's sidecar", () => {
  const of = (target: GrantTarget) => sidecarEnv({ target, env });

  it("is the grant's own on a cloud", () => {
    expect(of(aws)).toEqual(env);
  });

  it("names no file of the grant beside an S3-compatible store", () => {
    expect(of(s3)).toEqual({
      AWS_REQUEST_CHECKSUM_CALCULATION: "when_required",
      AWS_RESPONSE_CHECKSUM_VALIDATION: "when_required",
    });
  });
});
