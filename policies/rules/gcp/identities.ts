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
    what: "Exactly one Kubernetes service account may act as a service account of Google Cloud.",
    why: "Whoever else acts as it reads and writes all that it may.",
    fix: "Bind roles/iam.workloadIdentityUser to serviceAccount:PROJECT.svc.id.goog[namespace/name] alone.",
    references: [],
    on: ofType(...accountAccess),
    checkIn: ({ inputs }, stack) => {
      const bindings = bindingsOf(inputs);
      const members = bindings.filter(isOfWorkloads).flatMap((binding) => binding.members);
      const acting = bindings.filter((binding) => actingRole.test(binding.role) && !isOfWorkloads(binding));
      const others = acting.flatMap((binding) => binding.members).filter((member) => workloadOrAnybody.test(member));
      const isSeveral = members.length > 0 && new Set([...members, ...workloadsOf(inputs, stack)]).size > 1;
      return [
        ...[...members, ...others]
          .filter((member) => isKnown(member) && !isOneWorkload(member))
          .map((member) => `${member} is not one service account of one namespace.`),
        ...(isSeveral ? ["Several members may act as the service account."] : []),
      ];
    },
  }),
  resourceRule<WideAccess>({
    name: "gcp-basic-role-absent",
    severity: "critical",
    what: "Nobody has a basic role on a project, a folder or an organization.",
    why: "Owner, Editor and Viewer reach every service in it, those of later included.",
    fix: "Bind the role that is needed, on the resource that it is needed for.",
    references: ["CKV_GCP_49", "CKV_GCP_117"],
    on: isWideAccess,
    check: ({ inputs }) =>
      rolesOf(inputs)
        .filter((role) => /^roles\/(owner|editor|viewer|admin|writer|reader)$/.test(role))
        .map((role) => `The basic role ${role} is given.`),
  }),
  resourceRule<WideAccess>({
    name: "gcp-storage-role-on-bucket",
    severity: "high",
    what: "Roles for Cloud Storage are given on a bucket, not on a project, a folder or an organization.",
    why: "They would reach every bucket, those of other stacks and of later included.",
    fix: "Bind the role by a gcp.storage.BucketIAMMember, or use an ObjectStore's grant.",
    references: [],
    on: isWideAccess,
    check: ({ inputs }) =>
      rolesOf(inputs)
        .filter((role) => /^roles\/storage\./.test(role))
        .map((role) => `${role} reaches every bucket.`),
  }),
  resourceRule<WideAccess>({
    name: "gcp-impersonation-on-account",
    severity: "critical",
    what: "Nobody may act as every service account of a project, a folder or an organization.",
    why: "One of them has the permission that an attacker is looking for.",
    fix: "Bind the role on one account by a gcp.serviceaccount.IAMMember.",
    references: ["CKV_GCP_41", "CKV_GCP_49"],
    on: isWideAccess,
    check: ({ inputs }) =>
      rolesOf(inputs)
        .filter((role) => actingRole.test(role) || /^roles\/iam\.serviceAccount(Admin|KeyAdmin)$/.test(role))
        .map((role) => `${role} reaches every service account.`),
  }),
  resourceRule<Partial<Unwrap<HmacKeyArgs>>>({
    name: "gcp-service-account-key-absent",
    severity: "high",
    what: "The program makes no key of a service account that can be used.",
    why: "They are valid for years, and are in the stack's state; workload identity needs none.",
    fix: "Remove the key and let the workload act as the account by workload identity.",
    references: ["CIS GCP 1.4", "CKV2_GCP_3"],
    on: ofType("gcp:serviceaccount/key:Key", "gcp:storage/hmacKey:HmacKey"),
    check: ({ inputs }) => (inputs.state === "INACTIVE" ? [] : ["A key of a service account is made."]),
  }),
  resourceRule<BucketAccess>({
    name: "gcp-bucket-role-least",
    severity: "high",
    what: "A role on a bucket is for its objects, or shows the bucket; nobody administers it.",
    why: "An administrator of a bucket lets in others, and turns off what keeps its objects.",
    fix: "Use roles/storage.objectUser or roles/storage.objectViewer.",
    references: [],
    on: isBucketPolicy,
    check: ({ inputs }) =>
      rolesOf(inputs)
        .filter((role) =>
          /^roles\/(owner|editor|storage\.(admin|objectAdmin|legacy\w*Owner|legacyBucketWriter))$/.test(role),
        )
        .map((role) => `${role} is more than access to objects.`),
  }),
  stackRule<BucketAccess>({
    name: "gcp-bucket-role-limited",
    severity: "high",
    what: "Access to the objects of a bucket that several share has a condition: the prefix.",
    why: "Without one a workload reads and overwrites what the others keep in the bucket.",
    fix: 'Add a condition on resource.name.startsWith("projects/_/buckets/BUCKET/objects/PREFIX/"), or give the workload a bucket of its own.',
    references: [],
    on: isBucketAccess,
    checkIn: ({ inputs }, stack) => {
      const isWhole = reachesObjects(inputs) && !limitsPrefix(inputs);
      const [other] = isWhole ? sharers(inputs, stack) : [];
      return other === undefined ? [] : [`The role is for the whole bucket, which ${other} has access to as well.`];
    },
  }),
];

/** Roles by which others act as an account. */
const actingRole = /^roles\/iam\.(serviceAccount(User|TokenCreator|OpenIdTokenCreator)|workloadIdentityUser)$/;

/** Members that are pods, or anybody; accounts and people may act as an account for other ends. */
const workloadOrAnybody = /^(all(Authenticated)?Users$|principal(Set)?:|serviceAccount:.+\.svc\.id\.goog\[)/;

function isOfWorkloads({ role }: { role: string }): boolean {
  return role === "roles/iam.workloadIdentityUser";
}

/** Members that act as the same account by other resources of the stack. */
function workloadsOf({ serviceAccountId }: AccountAccess, stack: Stack): string[] {
  return accountAccess
    .flatMap((type) => stack.all<AccountAccess>(type))
    .filter(({ inputs }) => isKnown(serviceAccountId) && inputs.serviceAccountId === serviceAccountId)
    .flatMap(({ inputs }) => bindingsOf(inputs).filter(isOfWorkloads))
    .flatMap(({ members }) => members);
}

const oneWorkload = [
  /^serviceAccount:[a-z][a-z0-9:.-]+\.svc\.id\.goog\[[a-z0-9-]+\/[a-z0-9.-]+\]$/,
  /^principal:\/\/iam\.googleapis\.com\/projects\/[0-9]+\/locations\/global\/workloadIdentityPools\/[a-z0-9.-]+\.svc\.id\.goog\/subject\/ns\/[a-z0-9-]+\/sa\/[a-z0-9.-]+$/,
];

function isOneWorkload(member: string): boolean {
  return oneWorkload.some((pattern) => pattern.test(member));
}

function reachesObjects({ role = "" }: BucketAccess): boolean {
  return /^roles\/storage\.(object|legacyObject|legacyBucket(Reader|Writer|Owner)|admin)/.test(role);
}

function limitsPrefix({ condition }: BucketAccess): boolean {
  return condition !== undefined && (!isKnown(condition.expression) || /\/objects\/[^"]+"/.test(condition.expression));
}

/** Who else has access to objects of the same bucket. */
function sharers({ bucket, ...own }: BucketAccess, stack: Stack): string[] {
  const everybody = bucketAccess
    .flatMap((type) => stack.all<BucketAccess>(type))
    .filter(({ inputs }) => isKnown(bucket) && inputs.bucket === bucket && reachesObjects(inputs))
    .flatMap(({ inputs }) => membersOf(inputs));
  const [first, ...others] = membersOf(own);
  return [...others, ...everybody.filter((member) => member !== first)];
}
