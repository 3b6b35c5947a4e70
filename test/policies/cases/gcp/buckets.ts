import type { BucketArgs } from "@pulumi/gcp/storage/bucket.js";
import type { BucketACLArgs } from "@pulumi/gcp/storage/bucketACL.js";
import type { BucketIAMBindingArgs } from "@pulumi/gcp/storage/bucketIAMBinding.js";
import type { BucketIAMMemberArgs } from "@pulumi/gcp/storage/bucketIAMMember.js";
import type { BucketIAMPolicyArgs } from "@pulumi/gcp/storage/bucketIAMPolicy.js";
import { type Case, resource } from "../../case.ts";

const bucket = (name: string, inputs: Partial<BucketArgs>) =>
  resource<BucketArgs>("gcp:storage/bucket:Bucket", name, { name, location: "EU", ...inputs });

const prevented = "gcs-bucket-public-access-prevented";
const uniform = "gcs-bucket-access-uniform";
const versioned = "gcs-bucket-versioned";
const softDelete = "gcs-bucket-soft-delete-kept";
const expiring = "gcs-bucket-old-versions-expire";
const aborting = "gcs-bucket-uploads-aborted";
const forced = "gcs-bucket-force-destroy-off";
const members = "gcs-access-members-named";

const oldVersions = { action: { type: "Delete" }, condition: { daysSinceNoncurrentTime: 30 } };
const uploads = { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } };
const account = "serviceAccount:mlflow@example.iam.gserviceaccount.com";
const role = "roles/storage.objectViewer";

export const gcsBucketCases: Case[] = [
  {
    rule: prevented,
    passes: [[bucket(prevented, { publicAccessPrevention: "enforced" })]],
    fails: [[bucket(prevented, {})], [bucket(`${prevented}-2`, { publicAccessPrevention: "inherited" })]],
  },
  {
    rule: uniform,
    passes: [[bucket(uniform, { uniformBucketLevelAccess: true })]],
    fails: [[bucket(uniform, {})], [bucket(`${uniform}-2`, { uniformBucketLevelAccess: false })]],
  },
  {
    rule: versioned,
    passes: [[bucket(versioned, { versioning: { enabled: true } })]],
    fails: [[bucket(versioned, {})], [bucket(`${versioned}-2`, { versioning: { enabled: false } })]],
  },
  {
    rule: softDelete,
    passes: [[bucket(softDelete, { softDeletePolicy: { retentionDurationSeconds: 604_800 } })]],
    fails: [
      [bucket(softDelete, {})],
      [bucket(`${softDelete}-2`, { softDeletePolicy: { retentionDurationSeconds: 0 } })],
    ],
  },
  {
    rule: expiring,
    passes: [
      [bucket(expiring, { lifecycleRules: [uploads, oldVersions] })],
      [bucket(expiring, { lifecycleRules: [{ action: { type: "Delete" }, condition: { numNewerVersions: 3 } }] })],
    ],
    fails: [
      [bucket(expiring, {})],
      [bucket(`${expiring}-2`, { lifecycleRules: [uploads] })],
      [
        bucket(`${expiring}-3`, {
          lifecycleRules: [{ ...oldVersions, condition: { daysSinceNoncurrentTime: 30, matchesPrefixes: ["logs/"] } }],
        }),
      ],
    ],
  },
  {
    rule: aborting,
    passes: [[bucket(aborting, { lifecycleRules: [oldVersions, uploads] })]],
    fails: [[bucket(aborting, { lifecycleRules: [oldVersions] })]],
  },
  {
    rule: forced,
    passes: [[bucket(forced, {})], [bucket(forced, { forceDestroy: false })]],
    fails: [[bucket(forced, { forceDestroy: true })]],
  },
  {
    rule: members,
    passes: [
      [
        resource<BucketIAMMemberArgs>("gcp:storage/bucketIAMMember:BucketIAMMember", members, {
          bucket: members,
          role,
          member: account,
        }),
      ],
    ],
    fails: [
      [
        resource<BucketIAMMemberArgs>("gcp:storage/bucketIAMMember:BucketIAMMember", members, {
          bucket: members,
          role,
          member: "allUsers",
        }),
      ],
      [
        resource<BucketIAMBindingArgs>("gcp:storage/bucketIAMBinding:BucketIAMBinding", `${members}-2`, {
          bucket: members,
          role,
          members: [account, "allAuthenticatedUsers"],
        }),
      ],
      [
        resource<BucketIAMPolicyArgs>("gcp:storage/bucketIAMPolicy:BucketIAMPolicy", `${members}-3`, {
          bucket: members,
          policyData: JSON.stringify({ bindings: [{ role, members: ["allUsers"] }] }),
        }),
      ],
      [
        resource<BucketACLArgs>("gcp:storage/bucketACL:BucketACL", `${members}-4`, {
          bucket: members,
          predefinedAcl: "publicRead",
        }),
      ],
    ],
  },
];
