import type { BucketArgs } from "@pulumi/gcp/storage/bucket.js";
import type { BucketACLArgs } from "@pulumi/gcp/storage/bucketACL.js";
import type { BucketAccessControlArgs } from "@pulumi/gcp/storage/bucketAccessControl.js";
import type { BucketIAMBindingArgs } from "@pulumi/gcp/storage/bucketIAMBinding.js";
import type { BucketIAMMemberArgs } from "@pulumi/gcp/storage/bucketIAMMember.js";
import type { BucketIAMPolicyArgs } from "@pulumi/gcp/storage/bucketIAMPolicy.js";
import type { Unwrap } from "@pulumi/pulumi";
import { ofType, type Rule, resourceRule } from "../../engine/rule.ts";
import { isKnown, mayBe, mayHave } from "../../engine/unknown.ts";

type Bucket = Unwrap<BucketArgs>;
type LifecycleRule = NonNullable<Bucket["lifecycleRules"]>[number];

/** Whatever says who gets in. */
type Access = Partial<
  Unwrap<BucketIAMMemberArgs & BucketIAMBindingArgs & BucketIAMPolicyArgs & BucketAccessControlArgs & BucketACLArgs>
>;

const isBucket = ofType("gcp:storage/bucket:Bucket");

const isAccess = ofType(
  "gcp:storage/bucketACL:BucketACL",
  "gcp:storage/bucketAccessControl:BucketAccessControl",
  "gcp:storage/bucketIAMBinding:BucketIAMBinding",
  "gcp:storage/bucketIAMMember:BucketIAMMember",
  "gcp:storage/bucketIAMPolicy:BucketIAMPolicy",
  "gcp:storage/managedFolderIamBinding:ManagedFolderIamBinding",
  "gcp:storage/managedFolderIamMember:ManagedFolderIamMember",
  "gcp:storage/managedFolderIamPolicy:ManagedFolderIamPolicy",
  "gcp:storage/defaultObjectACL:DefaultObjectACL",
  "gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl",
  "gcp:storage/objectACL:ObjectACL",
  "gcp:storage/objectAccessControl:ObjectAccessControl",
);

const minSoftDeleteDays = 7;
const secondsPerDay = 24 * 60 * 60;

export const gcsBuckets: Rule[] = [
  resourceRule<Bucket>({
    name: "gcs-bucket-public-access-prevented",
    severity: "critical",
    what: "Every bucket in Cloud Storage refuses to be made public.",
    why: "One binding for allUsers would otherwise show models and data to everybody.",
    fix: "Set publicAccessPrevention: enforced.",
    references: ["CKV_GCP_114"],
    on: isBucket,
    check: ({ inputs }) =>
      !mayBe(inputs.publicAccessPrevention, "enforced") ? ["publicAccessPrevention is not enforced."] : [],
  }),
  resourceRule<Bucket>({
    name: "gcs-bucket-access-uniform",
    severity: "high",
    what: "IAM alone says who gets into a bucket in Cloud Storage.",
    why: "ACLs of single objects let in others, which no binding shows, and IAM conditions need uniform access.",
    fix: "Set uniformBucketLevelAccess: true.",
    references: ["CIS GCP 5.2", "CKV_GCP_29"],
    on: isBucket,
    check: ({ inputs }) =>
      !mayBe(inputs.uniformBucketLevelAccess, true) ? ["uniformBucketLevelAccess is not true."] : [],
  }),
  resourceRule<Bucket>({
    name: "gcs-bucket-versioned",
    severity: "high",
    what: "Every bucket in Cloud Storage is versioned.",
    why: "An overwritten model, artifact or backup would be gone.",
    fix: "Set versioning.enabled: true.",
    references: ["CKV_GCP_78"],
    on: isBucket,
    check: ({ inputs }) =>
      isKnown(inputs.versioning) && !mayBe(inputs.versioning?.enabled, true) ? ["The bucket is not versioned."] : [],
  }),
  resourceRule<Bucket>({
    name: "gcs-bucket-soft-delete-kept",
    severity: "medium",
    what: `A bucket in Cloud Storage keeps what is deleted for at least ${minSoftDeleteDays} days.`,
    why: "Somebody who may delete objects may delete their versions too, and nothing else brings those back.",
    fix: `Set softDeletePolicy.retentionDurationSeconds to ${minSoftDeleteDays * secondsPerDay} or more.`,
    references: [],
    on: isBucket,
    check: ({ inputs }) => {
      const seconds = inputs.softDeletePolicy?.retentionDurationSeconds ?? 0;
      return isKnown(inputs.softDeletePolicy) && isKnown(seconds) && seconds < minSoftDeleteDays * secondsPerDay
        ? [`Deleted objects can be restored for ${seconds / secondsPerDay} days.`]
        : [];
    },
  }),
  resourceRule<Bucket>({
    name: "gcs-bucket-old-versions-expire",
    severity: "medium",
    what: "Every bucket in Cloud Storage deletes old versions after a time.",
    why: "What was deleted would be kept, and paid for, for ever.",
    fix: "Add a rule to lifecycleRules that deletes by daysSinceNoncurrentTime.",
    references: [],
    on: isBucket,
    check: ({ inputs }) =>
      mayHave(inputs.lifecycleRules, deletesOldVersions) ? [] : ["No rule of the bucket lets old versions expire."],
  }),
  resourceRule<Bucket>({
    name: "gcs-bucket-uploads-aborted",
    severity: "low",
    what: "Every bucket in Cloud Storage gives up uploads that were never completed.",
    why: "Their parts are paid for, and no list of objects shows them.",
    fix: "Add a rule to lifecycleRules with action.type: AbortIncompleteMultipartUpload.",
    references: [],
    on: isBucket,
    check: ({ inputs }) =>
      mayHave(inputs.lifecycleRules, ({ action }) => action?.type === "AbortIncompleteMultipartUpload")
        ? []
        : ["No rule of the bucket gives up incomplete uploads."],
  }),
  resourceRule<Bucket>({
    name: "gcs-bucket-force-destroy-off",
    severity: "high",
    what: "A bucket in Cloud Storage that has objects cannot be deleted.",
    why: "With forceDestroy, deleting the bucket deletes every object first.",
    fix: "Leave forceDestroy out, or set it to false.",
    references: [],
    on: isBucket,
    check: ({ inputs }) => (inputs.forceDestroy === true ? ["forceDestroy empties the bucket to delete it."] : []),
  }),
  resourceRule<Access>({
    name: "gcs-access-members-named",
    severity: "critical",
    what: "No binding and no ACL in Cloud Storage is for everybody.",
    why: "Of the two, allUsers need no account at all; allAuthenticatedUsers are all who have one with Google.",
    fix: "Name the service account instead, or use an ObjectStore's grant.",
    references: ["CIS GCP 5.1", "CKV_GCP_28"],
    on: isAccess,
    check: ({ inputs }) => {
      const { member, members = [], entity, policyData, predefinedAcl, defaultAcl, roleEntities = [] } = inputs;
      const named = [member, ...members, entity, policyData, predefinedAcl, defaultAcl, ...roleEntities].join(" ");
      const everybody = /\ball(Authenticated)?Users\b|\b(public|authenticated)Read(Write)?\b/.exec(named);
      return everybody ? [`${everybody[0]} are let in.`] : [];
    },
  }),
];

function deletesOldVersions({ action, condition }: Partial<LifecycleRule>): boolean {
  if (condition === undefined) {
    return false;
  }
  const { matchesPrefixes, matchesSuffixes, matchesStorageClasses } = condition;
  const isForAll = [matchesPrefixes, matchesSuffixes, matchesStorageClasses].every((limits) => !limits?.length);
  const isOld =
    condition.daysSinceNoncurrentTime !== undefined ||
    condition.noncurrentTimeBefore !== undefined ||
    condition.numNewerVersions !== undefined ||
    condition.withState === "ARCHIVED";
  return action?.type === "Delete" && isOld && isForAll;
}
