import type { BucketArgs } from "@pulumi/aws/s3/bucket.js";
import type { BucketLifecycleConfigurationArgs } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import type { BucketOwnershipControlsArgs } from "@pulumi/aws/s3/bucketOwnershipControls.js";
import type { BucketPublicAccessBlockArgs } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import type { BucketServerSideEncryptionConfigurationArgs } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js";
import type { BucketVersioningArgs } from "@pulumi/aws/s3/bucketVersioning.js";
import type { Unwrap } from "@pulumi/pulumi";
import type { Resource } from "../../../graph/resource.ts";
import { ofType, type Rule, resourceRule, stackRule } from "../../engine/rule.ts";
import type { Stack } from "../../engine/stack.ts";
import { isKnown, mayBe, mayHave, refersTo } from "../../engine/unknown.ts";

type Bucket = Unwrap<BucketArgs>;
type EncryptionRule = Unwrap<BucketServerSideEncryptionConfigurationArgs>["rules"][number];

/** Version 7 of the provider also has the type tokens of version 6. */
export const isBucket = ofType("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2");

export const s3Buckets: Rule[] = [
  stackRule<Bucket>({
    name: "s3-bucket-public-access-blocked",
    severity: "critical",
    what: "Every S3 bucket blocks public access by all four settings.",
    why: "Otherwise one wrong ACL or bucket policy makes models and data public.",
    fix: "Add an aws.s3.BucketPublicAccessBlock with all four settings true.",
    references: ["FSBP S3.8", "CIS AWS 2.1.4", "CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56", "CKV2_AWS_6"],
    on: isBucket,
    checkIn: (bucket, stack) => {
      const blocks = settingsOf<BucketPublicAccessBlockArgs>("PublicAccessBlock", bucket, stack);
      const settings = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;
      const open = settings.filter((setting) => !blocks.some((block) => mayBe(block[setting], true)));
      return open.length === 0 ? [] : [`Public access is not blocked: ${open.join(", ")} is not true.`];
    },
  }),
  stackRule<Bucket>({
    name: "s3-bucket-encrypted",
    severity: "high",
    what: "Every S3 bucket declares its encryption; with KMS, a customer managed key.",
    why: "The account's default encryption is not visible here, and nobody can restrict the key policy of the AWS managed key.",
    fix: "Add an aws.s3.BucketServerSideEncryptionConfiguration; with aws:kms, give kmsMasterKeyId.",
    references: ["Security Hub S3.17", "CKV_AWS_145"],
    on: isBucket,
    checkIn: (bucket, stack) => {
      const rules = encryptionRules(bucket, stack);
      const unkeyed = rules.some((rule) => isEncryptedBy(rule, "aws:kms", "aws:kms:dsse") && !hasCustomerKey(rule));
      return [
        ...(rules.some((rule) => rule.applyServerSideEncryptionByDefault)
          ? []
          : ["The bucket declares no encryption."]),
        ...(unkeyed ? ["The bucket is encrypted with KMS, but names no customer managed key."] : []),
      ];
    },
  }),
  stackRule<Bucket>({
    name: "s3-bucket-key-enabled",
    severity: "low",
    what: "An S3 bucket that is encrypted with KMS uses bucket keys.",
    why: "Otherwise every object costs a request to KMS, which is billed and throttled.",
    fix: "Set bucketKeyEnabled: true in the rule of its aws.s3.BucketServerSideEncryptionConfiguration.",
    references: [],
    on: isBucket,
    checkIn: (bucket, stack) =>
      encryptionRules(bucket, stack).some(
        (rule) => isEncryptedBy(rule, "aws:kms") && !mayBe(rule.bucketKeyEnabled, true),
      )
        ? ["The bucket is encrypted with KMS without bucket keys."]
        : [],
  }),
  stackRule<Bucket>({
    name: "s3-bucket-versioned",
    severity: "high",
    what: "Every S3 bucket is versioned.",
    why: "An overwritten or deleted model, artifact or backup could not be restored.",
    fix: "Add an aws.s3.BucketVersioning with versioningConfiguration.status: Enabled.",
    references: ["Security Hub S3.14", "CKV_AWS_21"],
    on: isBucket,
    checkIn: (bucket, stack) => {
      const separate = settingsOf<BucketVersioningArgs>("Versioning", bucket, stack);
      const { versioning } = bucket.inputs;
      const states = [
        ...separate.map(
          (each) => !isKnown(each.versioningConfiguration) || mayBe(each.versioningConfiguration?.status, "Enabled"),
        ),
        ...(versioning === undefined ? [] : [!isKnown(versioning) || mayBe(versioning.enabled, true)]),
      ];
      return states.length > 0 && states.every(Boolean) ? [] : ["The bucket is not versioned."];
    },
  }),
  stackRule<Bucket>({
    name: "s3-bucket-old-versions-expire",
    severity: "medium",
    what: "Every S3 bucket expires old versions of objects.",
    why: "Otherwise deleted objects are kept, and billed, for ever.",
    fix: "Add a rule with noncurrentVersionExpiration to its aws.s3.BucketLifecycleConfiguration.",
    references: ["FSBP S3.13", "CKV2_AWS_61"],
    on: isBucket,
    checkIn: (bucket, stack) => {
      const expire =
        lifecycleRules(bucket, stack).some((rule) => rule.noncurrentVersionExpiration) ||
        mayHave(bucket.inputs.lifecycleRules, (rule) => appliesToAllObjects(rule) && rule.noncurrentVersionExpiration);
      return expire ? [] : ["No lifecycle rule of the bucket expires old versions."];
    },
  }),
  stackRule<Bucket>({
    name: "s3-bucket-uploads-aborted",
    severity: "low",
    what: "Every S3 bucket aborts incomplete multipart uploads.",
    why: "Their parts are billed, but not listed.",
    fix: "Add a rule with abortIncompleteMultipartUpload to its aws.s3.BucketLifecycleConfiguration.",
    references: ["CKV_AWS_300"],
    on: isBucket,
    checkIn: (bucket, stack) => {
      const aborted =
        lifecycleRules(bucket, stack).some((rule) => rule.abortIncompleteMultipartUpload?.daysAfterInitiation) ||
        mayHave(
          bucket.inputs.lifecycleRules,
          (rule) => appliesToAllObjects(rule) && rule.abortIncompleteMultipartUploadDays,
        );
      return aborted ? [] : ["No lifecycle rule of the bucket aborts incomplete uploads."];
    },
  }),
  stackRule<Bucket>({
    name: "s3-bucket-owner-enforced",
    severity: "medium",
    what: "The owner of an S3 bucket owns every object in it, and ACLs are off.",
    why: "Otherwise whoever writes an object can deny it to its readers, or share it despite the bucket policy.",
    fix: "Add an aws.s3.BucketOwnershipControls with rule.objectOwnership: BucketOwnerEnforced.",
    references: ["FSBP S3.12", "CKV2_AWS_65"],
    on: isBucket,
    checkIn: (bucket, stack) => {
      const controls = settingsOf<BucketOwnershipControlsArgs>("OwnershipControls", bucket, stack);
      return controls.some(({ rule }) => !isKnown(rule) || mayBe(rule?.objectOwnership, "BucketOwnerEnforced"))
        ? []
        : ["Others may own objects of the bucket: objectOwnership is not BucketOwnerEnforced."];
    },
  }),
  resourceRule<Bucket>({
    name: "s3-bucket-force-destroy-off",
    severity: "high",
    what: "Deleting an S3 bucket with objects in it fails.",
    why: "With forceDestroy, Pulumi deletes every version of every object before it deletes the bucket.",
    fix: "Remove forceDestroy, or set it to false.",
    references: [],
    on: isBucket,
    check: ({ inputs }) => (inputs.forceDestroy === true ? ["forceDestroy is true."] : []),
  }),
];

function encryptionRules(bucket: Resource<Bucket>, stack: Stack): EncryptionRule[] {
  const separate = settingsOf<BucketServerSideEncryptionConfigurationArgs>(
    "ServerSideEncryptionConfiguration",
    bucket,
    stack,
  );
  const own = bucket.inputs.serverSideEncryptionConfiguration?.rule;
  return [...separate.flatMap(({ rules = [] }) => rules), ...(own ? [own] : [])];
}

function hasCustomerKey({ applyServerSideEncryptionByDefault }: EncryptionRule): boolean {
  const key = applyServerSideEncryptionByDefault?.kmsMasterKeyId;
  return Boolean(key) && !/(^|:)alias\/aws\//.test(key ?? "");
}

/** Whether a lifecycle rule in the bucket's own inputs is enabled and applies to every object. */
function appliesToAllObjects({ enabled, prefix, tags }: NonNullable<Bucket["lifecycleRules"]>[number]): boolean {
  return enabled && !prefix && Object.keys(tags ?? {}).length === 0;
}

/** Bucket keys exist for `aws:kms` only: two-layer encryption (`aws:kms:dsse`) has none. */
function isEncryptedBy({ applyServerSideEncryptionByDefault }: EncryptionRule, ...kinds: string[]): boolean {
  return kinds.includes(applyServerSideEncryptionByDefault?.sseAlgorithm ?? "");
}

/** Lifecycle rules that are enabled and apply to every object. */
function lifecycleRules(bucket: Resource<Bucket>, stack: Stack) {
  return settingsOf<BucketLifecycleConfigurationArgs>("LifecycleConfiguration", bucket, stack)
    .flatMap(({ rules = [] }) => rules)
    .filter(({ status, filter = {}, prefix }) => {
      const limits = Object.values({ prefix, ...filter }).filter((limit) => limit !== undefined && limit !== "");
      return status === "Enabled" && limits.filter(isKnown).length === 0;
    });
}

/** Inputs of the resources of a kind, such as `Versioning`, that refer to this bucket. */
function settingsOf<Args extends { bucket: unknown }>(
  kind: string,
  { name, inputs }: Resource<Bucket>,
  stack: Stack,
): Unwrap<Args>[] {
  return [`Bucket${kind}`, `Bucket${kind}V2`]
    .flatMap((type) => stack.all<Unwrap<Args>>(`aws:s3/b${type.slice(1)}:${type}`))
    .map((other) => other.inputs)
    .filter((other) => refersTo(Object(other).bucket, { name, given: inputs.bucket }));
}
