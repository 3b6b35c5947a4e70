import type { IAMBindingArgs as ProjectBindingArgs } from "@pulumi/gcp/projects/iambinding.js";
import type { IAMMemberArgs as ProjectMemberArgs } from "@pulumi/gcp/projects/iammember.js";
import type { IAMBindingArgs } from "@pulumi/gcp/serviceaccount/iambinding.js";
import type { IAMMemberArgs } from "@pulumi/gcp/serviceaccount/iammember.js";
import type { BucketIAMBindingArgs } from "@pulumi/gcp/storage/bucketIAMBinding.js";
import type { BucketIAMMemberArgs } from "@pulumi/gcp/storage/bucketIAMMember.js";
import type { HmacKeyArgs } from "@pulumi/gcp/storage/hmacKey.js";
import type { Unwrap } from "@pulumi/pulumi";
import { ofType, type Rule, resourceRule, stackRule } from "../../engine/rule.ts";
import type { Stack } from "../../engine/stack.ts";
import { isKnown } from "../../engine/unknown.ts";
import { type Access, bindingsOf, membersOf, rolesOf } from "./bindings.ts";

type AccountAccess = Partial<Unwrap<IAMMemberArgs & IAMBindingArgs>> & Pick<Access, "policyData">;
type WideAccess = Partial<Unwrap<ProjectMemberArgs & ProjectBindingArgs>> & Pick<Access, "policyData">;
type BucketAccess = Partial<Unwrap<BucketIAMMemberArgs & BucketIAMBindingArgs>> & Pick<Access, "policyData">;

const bucketAccess = ["gcp:storage/bucketIAMBinding:BucketIAMBinding", "gcp:storage/bucketIAMMember:BucketIAMMember"];
const isBucketAccess = ofType(...bucketAccess);
const accountAccess = [
  "gcp:serviceaccount/iAMBinding:IAMBinding",
  "gcp:serviceaccount/iAMMember:IAMMember",
  "gcp:serviceaccount/iAMPolicy:IAMPolicy",
];
const isBucketPolicy = ofType(...bucketAccess, "gcp:storage/bucketIAMPolicy:BucketIAMPolicy");

/** Bindings on a project, a folder or an organization. */
const isWideAccess = ofType(
  ...["projects", "folder", "organizations"].flatMap((scope) => [
    `gcp:${scope}/iAMBinding:IAMBinding`,
    `gcp:${scope}/iAMMember:IAMMember`,
    `gcp:${scope}/iAMPolicy:IAMPolicy`,
  ]),
);

export const gcpIdentities: Rule[] = [
  stackRule<AccountAccess>({
    name: "gcp-workload-identity-bound",
    severity: "critical",
    what: "Exactly one Kubernetes service account can impersonate a Google Cloud service account.",
    why: "Anybody else who impersonates it can read and write everything that it may.",
    fix: "Bind roles/iam.workloadIdentityUser only to serviceAccount:PROJECT.svc.id.goog[namespace/name].",
    references: [],
    on: ofType(...accountAccess),
    checkIn: ({ inputs }, stack) => {
      const bindings = bindingsOf(inputs);
      const members = bindings.filter(isWorkloadIdentity).flatMap((binding) => binding.members);
      const acting = bindings.filter((binding) => impersonationRole.test(binding.role) && !isWorkloadIdentity(binding));
      const others = acting.flatMap((binding) => binding.members).filter((member) => workloadOrEverybody.test(member));
      const isSeveral = members.length > 0 && new Set([...members, ...workloadsOf(inputs, stack)]).size > 1;
      return [
        ...[...members, ...others]
          .filter((member) => isKnown(member) && !isOneWorkload(member))
          .map((member) => `${member} is not one service account of one namespace.`),
        ...(isSeveral ? ["Several members can impersonate the service account."] : []),
      ];
    },
  }),
  resourceRule<WideAccess>({
    name: "gcp-basic-role-absent",
    severity: "critical",
    what: "Nobody has a basic role on a project, a folder or an organization.",
    why: "Owner, Editor and Viewer apply to every service in it, including those that are enabled later.",
    fix: "Bind the role that is needed, on the resource where it is needed.",
    references: ["CKV_GCP_49", "CKV_GCP_117"],
    on: isWideAccess,
    check: ({ inputs }) =>
      rolesOf(inputs)
        .filter((role) => /^roles\/(owner|editor|viewer|admin|writer|reader)$/.test(role))
        .map((role) => `The basic role ${role} is bound.`),
  }),
  resourceRule<WideAccess>({
    name: "gcp-storage-role-on-bucket",
    severity: "high",
    what: "Cloud Storage roles are bound on a bucket, not on a project, a folder or an organization.",
    why: "They would apply to every bucket, including those of other stacks and future ones.",
    fix: "Bind the role with a gcp.storage.BucketIAMMember, or use an ObjectStore's grant.",
    references: [],
    on: isWideAccess,
    check: ({ inputs }) =>
      rolesOf(inputs)
        .filter((role) => /^roles\/storage\./.test(role))
        .map((role) => `${role} applies to every bucket.`),
  }),
  resourceRule<WideAccess>({
    name: "gcp-impersonation-on-account",
    severity: "critical",
    what: "Nobody can impersonate every service account of a project, a folder or an organization.",
    why: "One of them is likely to have the permission that an attacker needs.",
    fix: "Bind the role on one account with a gcp.serviceaccount.IAMMember.",
    references: ["CKV_GCP_41", "CKV_GCP_49"],
    on: isWideAccess,
    check: ({ inputs }) =>
      rolesOf(inputs)
        .filter((role) => impersonationRole.test(role) || /^roles\/iam\.serviceAccount(Admin|KeyAdmin)$/.test(role))
        .map((role) => `${role} applies to every service account.`),
  }),
  resourceRule<Partial<Unwrap<HmacKeyArgs>>>({
    name: "gcp-service-account-key-absent",
    severity: "high",
    what: "The program creates no active service account key.",
    why: "Keys are in the stack's state and stay valid for years; workload identity needs none.",
    fix: "Remove the key, and let the workload impersonate the account by workload identity.",
    references: ["CIS GCP 1.4", "CKV2_GCP_3"],
    on: ofType("gcp:serviceaccount/key:Key", "gcp:storage/hmacKey:HmacKey"),
    check: ({ inputs }) => (inputs.state === "INACTIVE" ? [] : ["An active service account key is created."]),
  }),
  resourceRule<BucketAccess>({
    name: "gcp-bucket-role-least",
    severity: "high",
    what: "Roles on a bucket give access to its objects or show the bucket, but do not administer it.",
    why: "An administrator of a bucket can give others access, and disable versioning and retention.",
    fix: "Use roles/storage.objectUser or roles/storage.objectViewer.",
    references: [],
    on: isBucketPolicy,
    check: ({ inputs }) =>
      rolesOf(inputs)
        .filter((role) =>
          /^roles\/(owner|editor|storage\.(admin|objectAdmin|legacy\w*Owner|legacyBucketWriter))$/.test(role),
        )
        .map((role) => `${role} gives more than access to objects.`),
  }),
  stackRule<BucketAccess>({
    name: "gcp-bucket-role-limited",
    severity: "high",
    what: "Access to the objects of a shared bucket is restricted to a prefix by a condition.",
    why: "Without one, a workload can read and overwrite what others store in the bucket.",
    fix: 'Add a condition on resource.name.startsWith("projects/_/buckets/BUCKET/objects/PREFIX/"), or give the workload a bucket of its own.',
    references: [],
    on: isBucketAccess,
    checkIn: ({ inputs }, stack) => {
      const isWhole = givesObjectAccess(inputs) && !limitsPrefix(inputs);
      const [other] = isWhole ? otherMembers(inputs, stack) : [];
      return other === undefined ? [] : [`The role is for the whole bucket, to which ${other} also has access.`];
    },
  }),
];

/** Roles that allow impersonating a service account. */
const impersonationRole = /^roles\/iam\.(serviceAccount(User|TokenCreator|OpenIdTokenCreator)|workloadIdentityUser)$/;

/** Members that are workloads or everybody. Other accounts and people may have reasons to impersonate an account. */
const workloadOrEverybody = /^(all(Authenticated)?Users$|principal(Set)?:|serviceAccount:.+\.svc\.id\.goog\[)/;

function isWorkloadIdentity({ role }: { role: string }): boolean {
  return role === "roles/iam.workloadIdentityUser";
}

/** Members that other resources of the stack allow to impersonate the same account. */
function workloadsOf({ serviceAccountId }: AccountAccess, stack: Stack): string[] {
  return accountAccess
    .flatMap((type) => stack.all<AccountAccess>(type))
    .filter(({ inputs }) => isKnown(serviceAccountId) && inputs.serviceAccountId === serviceAccountId)
    .flatMap(({ inputs }) => bindingsOf(inputs).filter(isWorkloadIdentity))
    .flatMap(({ members }) => members);
}

const oneWorkload = [
  /^serviceAccount:[a-z][a-z0-9:.-]+\.svc\.id\.goog\[[a-z0-9-]+\/[a-z0-9.-]+\]$/,
  /^principal:\/\/iam\.googleapis\.com\/projects\/[0-9]+\/locations\/global\/workloadIdentityPools\/[a-z0-9.-]+\.svc\.id\.goog\/subject\/ns\/[a-z0-9-]+\/sa\/[a-z0-9.-]+$/,
];

function isOneWorkload(member: string): boolean {
  return oneWorkload.some((pattern) => pattern.test(member));
}

function givesObjectAccess({ role = "" }: BucketAccess): boolean {
  return /^roles\/storage\.(object|legacyObject|legacyBucket(Reader|Writer|Owner)|admin)/.test(role);
}

function limitsPrefix({ condition }: BucketAccess): boolean {
  return condition !== undefined && (!isKnown(condition.expression) || /\/objects\/[^"]+"/.test(condition.expression));
}

/** Other members with access to objects of the same bucket. */
function otherMembers({ bucket, ...own }: BucketAccess, stack: Stack): string[] {
  const everybody = bucketAccess
    .flatMap((type) => stack.all<BucketAccess>(type))
    .filter(({ inputs }) => isKnown(bucket) && inputs.bucket === bucket && givesObjectAccess(inputs))
    .flatMap(({ inputs }) => membersOf(inputs));
  const [first, ...others] = membersOf(own);
  return [...others, ...everybody.filter((member) => member !== first)];
}
