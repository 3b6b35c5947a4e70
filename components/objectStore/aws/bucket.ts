import { Bucket } from "@pulumi/aws/s3/bucket.js";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls.js";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy.js";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning.js";
import type { CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { tlsOnlyPolicy } from "./policy.ts";

export interface AwsBucketArgs {
  /** Name of the bucket, unique in S3. */
  bucket: string;
  arn: string;
  encryption: AwsEncryption;

  /** Days an overwritten or deleted version is kept. */
  noncurrentDays: number;
}

/** `s3`: keys of S3 itself. `kms`: your key, with bucket keys. */
export type AwsEncryption = { kind: "s3" } | { kind: "kms"; keyArn: string };

/**
 * A bucket that is private, versioned, encrypted and reached by TLS only.
 *
 * All resources share `opts`: a retained bucket has to stay closed and versioned, so the resources that harden it are
 * protected too. Otherwise a destroy that stops at the bucket would have deleted them already.
 */
export function awsBucket(name: string, args: AwsBucketArgs, opts: CustomResourceOptions): Resource[] {
  const made = new Bucket(name, { bucket: args.bucket, forceDestroy: false }, opts);
  const inside = { ...opts, dependsOn: made };
  const { bucket } = args;
  const publicAccess = new BucketPublicAccessBlock(
    name,
    { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    inside,
  );
  const ownership = new BucketOwnershipControls(
    name,
    { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    inside,
  );
  const versioning = new BucketVersioning(name, { bucket, versioningConfiguration: { status: "Enabled" } }, inside);
  const encryption = new BucketServerSideEncryptionConfiguration(
    name,
    { bucket, rules: [encryptionRule(args.encryption)] },
    inside,
  );
  // S3 refuses to change a bucket's policy and its public access at the same time.
  const policy = new BucketPolicy(
    name,
    { bucket, policy: JSON.stringify(tlsOnlyPolicy(args.arn)) },
    { ...opts, dependsOn: publicAccess },
  );
  const lifecycle = new BucketLifecycleConfiguration(
    name,
    { bucket, rules: lifecycleRules(args.noncurrentDays) },
    { ...opts, dependsOn: versioning },
  );
  return [made, publicAccess, ownership, versioning, encryption, policy, lifecycle];
}

function encryptionRule(encryption: AwsEncryption) {
  return encryption.kind === "s3"
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
    : {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: encryption.keyArn },
        bucketKeyEnabled: true,
      };
}

function lifecycleRules(noncurrentDays: number) {
  const everyObject = { status: "Enabled", filter: {} };
  return [
    {
      id: "noncurrent-versions",
      ...everyObject,
      noncurrentVersionExpiration: { noncurrentDays },
      expiration: { expiredObjectDeleteMarker: true },
    },
    { id: "incomplete-uploads", ...everyObject, abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
  ];
}
