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

/** Inputs of a binding or an ACL of any kind. */
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
    what: "Every Cloud Storage bucket prevents public access.",
    why: "Otherwise one binding for allUsers makes models and data public.",
    fix: "Set publicAccessPrevention: enforced.",
    references: ["CKV_GCP_114"],
    on: isBucket,
    check: ({ inputs }) =>
      !mayBe(inputs.publicAccessPrevention, "enforced") ? ["publicAccessPrevention is not enforced."] : [],
  }),
  resourceRule<Bucket>({
    name: "gcs-bucket-access-uniform",
    severity: "high",
    what: "Only IAM controls access to a Cloud Storage bucket.",
    why: "ACLs of single objects give access that no binding shows, and IAM conditions require uniform access.",
    fix: "Set uniformBucketLevelAccess: true.",
    references: ["CIS GCP 5.2", "CKV_GCP_29"],
    on: isBucket,
    check: ({ inputs }) =>
      !mayBe(inputs.uniformBucketLevelAccess, true) ? ["uniformBucketLevelAccess is not true."] : [],
  }),
  resourceRule<Bucket>({
    name: "gcs-bucket-versioned",
    severity: "high",
    what: "Every Cloud Storage bucket is versioned.",
    why: "An overwritten model, artifact or backup could not be restored.",
    fix: "Set versioning.enabled: true.",
    references: ["CKV_GCP_78"],
    on: isBucket,
    check: ({ inputs }) =>
      isKnown(inputs.versioning) && !mayBe(inputs.versioning?.enabled, true) ? ["The bucket is not versioned."] : [],
  }),
  resourceRule<Bucket>({
    name: "gcs-bucket-soft-delete-kept",
    severity: "medium",
    what: `Every Cloud Storage bucket keeps deleted objects for at least ${minSoftDeleteDays} days.`,
    why: "Whoever may delete objects can also delete their versions, and nothing else can restore those.",
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
    what: "Every Cloud Storage bucket expires old versions of objects.",
    why: "Otherwise deleted objects are kept, and billed, for ever.",
    fix: "Add a rule to lifecycleRules that deletes by daysSinceNoncurrentTime.",
    references: [],
    on: isBucket,
    check: ({ inputs }) =>
      mayHave(inputs.lifecycleRules, deletesOldVersions)
        ? []
        : ["No lifecycle rule of the bucket expires old versions."],
  }),
  resourceRule<Bucket>({
    name: "gcs-bucket-uploads-aborted",
    severity: "low",
    what: "Every Cloud Storage bucket aborts incomplete multipart uploads.",
    why: "Their parts are billed, but not listed.",
    fix: "Add a rule to lifecycleRules with action.type: AbortIncompleteMultipartUpload.",
    references: [],
    on: isBucket,
    check: ({ inputs }) =>
      mayHave(inputs.lifecycleRules, ({ action }) => action?.type === "AbortIncompleteMultipartUpload")
        ? []
        : ["No lifecycle rule of the bucket aborts incomplete uploads."],
  }),
  resourceRule<Bucket>({
    name: "gcs-bucket-force-destroy-off",
    severity: "high",
    what: "Deleting a Cloud Storage bucket with objects in it fails.",
    why: "With forceDestroy, Pulumi deletes every object before it deletes the bucket.",
    fix: "Remove forceDestroy, or set it to false.",
    references: [],
    on: isBucket,
    check: ({ inputs }) => (inputs.forceDestroy === true ? ["forceDestroy is true."] : []),
  }),
  resourceRule<Access>({
    name: "gcs-access-members-named",
    severity: "critical",
    what: "No binding and no ACL in Cloud Storage gives everybody access.",
    why: "A binding for allUsers includes anonymous requests, and one for allAuthenticatedUsers everybody with a Google account.",
    fix: "Name the service account instead, or use an ObjectStore's grant.",
    references: ["CIS GCP 5.1", "CKV_GCP_28"],
    on: isAccess,
    check: ({ inputs }) => {
      const { member, members = [], entity, policyData, predefinedAcl, defaultAcl, roleEntities = [] } = inputs;
      const named = [member, ...members, entity, policyData, predefinedAcl, defaultAcl, ...roleEntities].join(" ");
      const everybody = /\ball(Authenticated)?Users\b|\b(public|authenticated)Read(Write)?\b/.exec(named);
      return everybody ? [`${everybody[0]} has access.`] : [];
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
