import { describe, expect, it } from "vitest";
import { at } from "../../../support/stack.ts";
import { cloudResources, existingBuckets, keyArn, namesOf, store } from "./deployed.ts";

describe("the buckets of AwsObjectStore", () => {
  it("are private, versioned, encrypted and reached by TLS", async () => {
    const { made } = await store();
    const bucket = "acme-artifacts";
    expect(made.one("Bucket", "store-artifacts").inputs).toMatchObject({ bucket, forceDestroy: false });
    expect(made.one("BucketPublicAccessBlock", "store-artifacts").inputs).toEqual({
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(at(made.one("BucketOwnershipControls", "store-artifacts"), "rule.objectOwnership")).toBe(
      "BucketOwnerEnforced",
    );
    expect(at(made.one("BucketVersioning", "store-artifacts"), "versioningConfiguration.status")).toBe("Enabled");
    expect(at(made.one("BucketPolicy", "store-artifacts"), "policy")).toContain('"aws:SecureTransport":"false"');
  });

  it("are encrypted with keys of S3", async () => {
    const { made } = await store();
    const encryption = made.one("BucketServerSideEncryptionConfiguration", "store-backups");
    expect(at(encryption, "rules")).toEqual([{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]);
  });

  it("are encrypted with your key and bucket keys", async () => {
    const { made } = await store({ encryption: { kind: "kms", keyArn } });
    const encryption = made.one("BucketServerSideEncryptionConfiguration", "store-backups");
    expect(at(encryption, "rules")).toEqual([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
        bucketKeyEnabled: true,
      },
    ]);
  });

  it("drop old versions and unfinished uploads, once they are versioned", async () => {
    const { made } = await store({ noncurrentDays: 12 });
    const lifecycle = made.one("BucketLifecycleConfiguration", "store-artifacts");
    expect(at(lifecycle, "rules.0.noncurrentVersionExpiration")).toEqual({ noncurrentDays: 12 });
    expect(at(lifecycle, "rules.1.abortIncompleteMultipartUpload")).toEqual({ daysAfterInitiation: 7 });
    const [versioning] = made.all("BucketVersioning");
    expect(lifecycle.dependsOn).toEqual([versioning?.urn]);
  });

  it.each([
    ["retain", true],
    ["delete", false],
  ] as const)("with %s are protected and kept, with all that hardens them: %s", async (retention, kept) => {
    const { made } = await store({ retention }, {});
    const stateful = cloudResources(made).filter(({ type }) => type.startsWith("aws:s3/"));
    expect(stateful).toHaveLength(14);
    expect(stateful.every(({ protect, retainOnDelete }) => protect === kept && retainOnDelete === kept)).toBe(true);
    expect(made.one("Role")).toMatchObject({ protect: false, retainOnDelete: false });
  });

  it("are left alone if they exist", async () => {
    const { made, grant } = await store({ buckets: existingBuckets }, {});
    expect(namesOf(cloudResources(made))).toEqual([
      "Role store/mlops/mlflow",
      "RolePolicy store/mlops/mlflow/artifacts/mlflow",
    ]);
    expect(grant?.target).toMatchObject({ bucket: "acme-artifacts", prefix: "mlflow" });
  });
});
