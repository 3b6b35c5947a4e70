import type { BucketArgs } from "@pulumi/aws/s3/bucket.js";
import type { BucketLifecycleConfigurationArgs } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import type { BucketOwnershipControlsArgs } from "@pulumi/aws/s3/bucketOwnershipControls.js";
import type { BucketPublicAccessBlockArgs } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import type { BucketServerSideEncryptionConfigurationArgs } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js";
import type { BucketVersioningArgs } from "@pulumi/aws/s3/bucketVersioning.js";
import { UNKNOWN } from "../../../../graph/inputs.ts";
import { type Case, resource } from "../../case.ts";

/** A bucket with its logical name as its own. */
const bucket = (name: string, inputs: BucketArgs = {}) =>
  resource<BucketArgs>("aws:s3/bucket:Bucket", name, { bucket: name, ...inputs });

type Settings<Args> = Omit<Args, "bucket">;

const accessBlock = (bucket: string, settings: Settings<BucketPublicAccessBlockArgs>) =>
  resource<BucketPublicAccessBlockArgs>("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", `${bucket}-block`, {
    bucket,
    ...settings,
  });

const encryption = (bucket: string, rules: BucketServerSideEncryptionConfigurationArgs["rules"]) =>
  resource<BucketServerSideEncryptionConfigurationArgs>(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    `${bucket}-encryption`,
    { bucket, rules },
  );

const versioning = (bucket: string, status: string) =>
  resource<BucketVersioningArgs>("aws:s3/bucketVersioning:BucketVersioning", `${bucket}-versioning`, {
    bucket,
    versioningConfiguration: { status },
  });

const lifecycle = (bucket: string, rules: NonNullable<BucketLifecycleConfigurationArgs["rules"]>) =>
  resource<BucketLifecycleConfigurationArgs>(
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    `${bucket}-lifecycle`,
    { bucket, rules },
  );

const ownership = (bucket: string, objectOwnership: string) =>
  resource<BucketOwnershipControlsArgs>("aws:s3/bucketOwnershipControls:BucketOwnershipControls", `${bucket}-owner`, {
    bucket,
    rule: { objectOwnership },
  });

const open = "s3-bucket-public-access-blocked";
const encrypted = "s3-bucket-encrypted";
const bucketKey = "s3-bucket-key-enabled";
const versioned = "s3-bucket-versioned";
const expiring = "s3-bucket-old-versions-expire";
const aborting = "s3-bucket-uploads-aborted";
const owned = "s3-bucket-owner-enforced";
const forced = "s3-bucket-force-destroy-off";

const closed = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
const kmsMasterKeyId = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const kms = { sseAlgorithm: "aws:kms", kmsMasterKeyId };
const enabled = { status: "Enabled", filter: {} };
const oldVersions = { id: "old", ...enabled, noncurrentVersionExpiration: { noncurrentDays: 30 } };
const uploads = { id: "uploads", ...enabled, abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } };

export const s3BucketCases: Case[] = [
  {
    rule: open,
    passes: [[bucket(open), accessBlock(open, closed)]],
    fails: [[bucket(open)], [bucket(`${open}-2`), accessBlock(`${open}-2`, { ...closed, blockPublicPolicy: false })]],
  },
  {
    rule: encrypted,
    passes: [
      [bucket(encrypted), encryption(encrypted, [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }])],
      [bucket(encrypted), encryption(encrypted, [{ applyServerSideEncryptionByDefault: kms }])],
      [bucket(encrypted, { serverSideEncryptionConfiguration: { rule: { applyServerSideEncryptionByDefault: kms } } })],
    ],
    fails: [
      [bucket(encrypted)],
      [
        bucket(`${encrypted}-3`),
        encryption(`${encrypted}-3`, [
          { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/aws/s3" } },
        ]),
      ],
      [
        bucket(`${encrypted}-2`),
        encryption(`${encrypted}-2`, [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }]),
      ],
    ],
  },
  {
    rule: bucketKey,
    passes: [
      [bucket(bucketKey), encryption(bucketKey, [{ applyServerSideEncryptionByDefault: kms, bucketKeyEnabled: true }])],
      [bucket(bucketKey), encryption(bucketKey, [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }])],
    ],
    fails: [[bucket(bucketKey), encryption(bucketKey, [{ applyServerSideEncryptionByDefault: kms }])]],
  },
  {
    rule: versioned,
    passes: [
      [bucket(versioned), versioning(versioned, "Enabled")],
      // Both names are the provider's to choose: the reference is known when the bucket is there.
      [resource<BucketArgs>("aws:s3/bucket:Bucket", versioned, {}), versioning(UNKNOWN, "Enabled")],
      [bucket(versioned, { versioning: { enabled: true } })],
    ],
    fails: [
      [bucket(versioned)],
      [bucket(`${versioned}-2`), versioning(`${versioned}-2`, "Suspended")],
      [bucket(`${versioned}-4`, { versioning: { enabled: true } }), versioning(`${versioned}-4`, "Suspended")],
      [bucket(`${versioned}-3`), versioning("of-another-bucket", "Enabled")],
    ],
  },
  {
    rule: expiring,
    passes: [
      [bucket(expiring), lifecycle(expiring, [uploads, oldVersions])],
      [
        bucket(expiring, {
          lifecycleRules: [{ enabled: true, noncurrentVersionExpiration: { days: 30 } }],
        }),
      ],
    ],
    fails: [
      [bucket(expiring), lifecycle(expiring, [uploads])],
      [bucket(`${expiring}-2`), lifecycle(`${expiring}-2`, [{ ...oldVersions, status: "Disabled" }])],
      [
        bucket(`${expiring}-4`, {
          lifecycleRules: [{ enabled: true, prefix: "logs/", noncurrentVersionExpiration: { days: 30 } }],
        }),
      ],
      [bucket(`${expiring}-3`), lifecycle(`${expiring}-3`, [{ ...oldVersions, filter: { prefix: "logs/" } }])],
    ],
  },
  {
    rule: aborting,
    passes: [[bucket(aborting), lifecycle(aborting, [oldVersions, uploads])]],
    fails: [[bucket(aborting)], [bucket(`${aborting}-2`), lifecycle(`${aborting}-2`, [oldVersions])]],
  },
  {
    rule: owned,
    passes: [[bucket(owned), ownership(owned, "BucketOwnerEnforced")]],
    fails: [[bucket(owned)], [bucket(`${owned}-2`), ownership(`${owned}-2`, "ObjectWriter")]],
  },
  {
    rule: forced,
    passes: [[bucket(forced)], [bucket(forced, { forceDestroy: false })]],
    fails: [[bucket(forced, { forceDestroy: true })]],
  },
];
