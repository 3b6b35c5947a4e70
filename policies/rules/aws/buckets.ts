import type { BucketArgs } from "@pulumi/aws/s3/bucket.js";
import type { BucketLifecycleConfigurationArgs } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import type { BucketOwnershipControlsArgs } from "@pulumi/aws/s3/bucketOwnershipControls.js";
import type { BucketPublicAccessBlockArgs } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import type { BucketServerSideEncryptionConfigurationArgs } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js";
import type { BucketVersioningArgs } from "@pulumi/aws/s3/bucketVersioning.js";
import type { Unwrap } from "@pulumi/pulumi";
import { ofType, type Resource, type Rule, resourceRule, stackRule } from "../../engine/rule.ts";
import type { Stack } from "../../engine/stack.ts";
import { isKnown, mayBe, mayHave, refersTo } from "../../engine/unknown.ts";

type Bucket = Unwrap<BucketArgs>;
type EncryptionRule = Unwrap<BucketServerSideEncryptionConfigurationArgs>["rules"][number];

/** Version 7 of the provider keeps the names that version 6 had for the same resources. */
export const isBucket = ofType("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2");

export const s3Buckets: Rule[] = [
  stackRule<Bucket>({
    name: "s3-bucket-public-access-blocked",
    severity: "critical",
    what: "Every S3 bucket blocks public access by all four settings.",
    why: "One wrong ACL or policy would otherwise show models and data to everybody.",
    fix: "Add an aws.s3.BucketPublicAccessBlock with all four settings true.",
    references: ["FSBP S3.8", "CIS AWS 2.1.4", "CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56", "CKV2_AWS_6"],
    on: isBucket,
    checkIn: (bucket, stack) => {
      const blocks = beside<BucketPublicAccessBlockArgs>("PublicAccessBlock", bucket, stack);
      const settings = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;
      const open = settings.filter((setting) => !blocks.some((block) => mayBe(block[setting], true)));
      return open.length === 0 ? [] : [`The bucket lets the public in: ${open.join(", ")} is not true.`];
    },
  }),
  stackRule<Bucket>({
    name: "s3-bucket-encrypted",
    severity: "high",
    what: "Every S3 bucket says how it is encrypted; with KMS, by a key of yours.",
    why: "What an account encrypts by default is not to be seen here, and the AWS managed key has a policy that nobody can narrow.",
    fix: "Add an aws.s3.BucketServerSideEncryptionConfiguration; with aws:kms, give kmsMasterKeyId.",
    references: ["Security Hub S3.17", "CKV_AWS_145"],
    on: isBucket,
    checkIn: (bucket, stack) => {
      const rules = encryptionRules(bucket, stack);
      const unkeyed = rules.some((rule) => isKms(rule, "aws:kms", "aws:kms:dsse") && !isKeyOfYours(rule));
      return [
        ...(rules.some((rule) => rule.applyServerSideEncryptionByDefault) ? [] : ["The bucket has no encryption."]),
        ...(unkeyed ? ["The bucket is encrypted with KMS, but no key of yours is named."] : []),
      ];
    },
  }),
  stackRule<Bucket>({
    name: "s3-bucket-key-enabled",
    severity: "low",
    what: "An S3 bucket that is encrypted with KMS uses bucket keys.",
    why: "Otherwise every object is a request to KMS, which is paid for and limited.",
    fix: "Set bucketKeyEnabled: true in the rule of its aws.s3.BucketServerSideEncryptionConfiguration.",
    references: [],
    on: isBucket,
    checkIn: (bucket, stack) =>
      encryptionRules(bucket, stack).some((rule) => isKms(rule, "aws:kms") && !mayBe(rule.bucketKeyEnabled, true))
        ? ["The bucket is encrypted with KMS without bucket keys."]
        : [],
  }),
  stackRule<Bucket>({
    name: "s3-bucket-versioned",
    severity: "high",
    what: "Every S3 bucket is versioned.",
    why: "An overwritten or deleted model, artifact or backup would be gone.",
    fix: "Add an aws.s3.BucketVersioning with versioningConfiguration.status: Enabled.",
    references: ["Security Hub S3.14", "CKV_AWS_21"],
    on: isBucket,
    checkIn: (bucket, stack) => {
      const separate = beside<BucketVersioningArgs>("Versioning", bucket, stack);
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
    what: "Every S3 bucket deletes old versions after a time.",
    why: "What was deleted would be kept, and paid for, for ever.",
    fix: "Add a rule with noncurrentVersionExpiration to its aws.s3.BucketLifecycleConfiguration.",
    references: ["FSBP S3.13", "CKV2_AWS_61"],
    on: isBucket,
    checkIn: (bucket, stack) => {
      const expire =
        lifecycleRules(bucket, stack).some((rule) => rule.noncurrentVersionExpiration) ||
        mayHave(bucket.inputs.lifecycleRules, (rule) => isForAll(rule) && rule.noncurrentVersionExpiration);
      return expire ? [] : ["No rule of the bucket lets old versions expire."];
    },
  }),
  stackRule<Bucket>({
    name: "s3-bucket-uploads-aborted",
    severity: "low",
    what: "Every S3 bucket gives up uploads that were never completed.",
    why: "Their parts are paid for, and no list shows them.",
    fix: "Add a rule with abortIncompleteMultipartUpload to its aws.s3.BucketLifecycleConfiguration.",
    references: ["CKV_AWS_300"],
    on: isBucket,
    checkIn: (bucket, stack) => {
      const aborted =
        lifecycleRules(bucket, stack).some((rule) => rule.abortIncompleteMultipartUpload?.daysAfterInitiation) ||
        mayHave(bucket.inputs.lifecycleRules, (rule) => isForAll(rule) && rule.abortIncompleteMultipartUploadDays);
      return aborted ? [] : ["No rule of the bucket gives up incomplete uploads."];
    },
  }),
  stackRule<Bucket>({
    name: "s3-bucket-owner-enforced",
    severity: "medium",
    what: "The owner of an S3 bucket owns every object in it, and ACLs are off.",
    why: "Whoever writes an object could otherwise keep it from its readers, or share it past the bucket's policy.",
    fix: "Add an aws.s3.BucketOwnershipControls with rule.objectOwnership: BucketOwnerEnforced.",
    references: ["FSBP S3.12", "CKV2_AWS_65"],
    on: isBucket,
    checkIn: (bucket, stack) => {
      const controls = beside<BucketOwnershipControlsArgs>("OwnershipControls", bucket, stack);
      return controls.some(({ rule }) => !isKnown(rule) || mayBe(rule?.objectOwnership, "BucketOwnerEnforced"))
        ? []
        : ["Objects of the bucket may belong to others: objectOwnership is not BucketOwnerEnforced."];
    },
  }),
  resourceRule<Bucket>({
    name: "s3-bucket-force-destroy-off",
    severity: "high",
    what: "An S3 bucket that has objects cannot be deleted.",
    why: "With forceDestroy, deleting the bucket deletes every version of every object first.",
    fix: "Leave forceDestroy out, or set it to false.",
    references: [],
    on: isBucket,
    check: ({ inputs }) => (inputs.forceDestroy === true ? ["forceDestroy empties the bucket to delete it."] : []),
  }),
];

function encryptionRules(bucket: Resource<Bucket>, stack: Stack): EncryptionRule[] {
  const separate = beside<BucketServerSideEncryptionConfigurationArgs>(
    "ServerSideEncryptionConfiguration",
    bucket,
    stack,
  );
  const own = bucket.inputs.serverSideEncryptionConfiguration?.rule;
  return [...separate.flatMap(({ rules = [] }) => rules), ...(own ? [own] : [])];
}

function isKeyOfYours({ applyServerSideEncryptionByDefault }: EncryptionRule): boolean {
  const key = applyServerSideEncryptionByDefault?.kmsMasterKeyId;
  return Boolean(key) && !/(^|:)alias\/aws\//.test(key ?? "");
}

/** Whether a rule among the bucket's own inputs is enabled, and holds for every object. */
function isForAll({ enabled, prefix, tags }: NonNullable<Bucket["lifecycleRules"]>[number]): boolean {
  return enabled && !prefix && Object.keys(tags ?? {}).length === 0;
}

/** Bucket keys are for `aws:kms` alone: encryption in two layers has none. */
function isKms({ applyServerSideEncryptionByDefault }: EncryptionRule, ...kinds: string[]): boolean {
  return kinds.includes(applyServerSideEncryptionByDefault?.sseAlgorithm ?? "");
}

/** Rules that are enabled and hold for every object. */
function lifecycleRules(bucket: Resource<Bucket>, stack: Stack) {
  return beside<BucketLifecycleConfigurationArgs>("LifecycleConfiguration", bucket, stack)
    .flatMap(({ rules = [] }) => rules)
    .filter(({ status, filter = {}, prefix }) => {
      const limits = Object.values({ prefix, ...filter }).filter((limit) => limit !== undefined && limit !== "");
      return status === "Enabled" && limits.filter(isKnown).length === 0;
    });
}

/** Inputs of the resources that configure this bucket, such as its `Versioning`: they name it. */
function beside<Args extends { bucket: unknown }>(
  kind: string,
  { name, inputs }: Resource<Bucket>,
  stack: Stack,
): Unwrap<Args>[] {
  return [`Bucket${kind}`, `Bucket${kind}V2`]
    .flatMap((type) => stack.all<Unwrap<Args>>(`aws:s3/b${type.slice(1)}:${type}`))
    .map((other) => other.inputs)
    .filter((other) => refersTo(Object(other).bucket, { name, given: inputs.bucket }));
}
