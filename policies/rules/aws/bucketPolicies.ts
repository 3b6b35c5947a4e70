import type { BucketArgs } from "@pulumi/aws/s3/bucket.js";
import type { BucketAclArgs } from "@pulumi/aws/s3/bucketAcl.js";
import type { BucketPolicyArgs } from "@pulumi/aws/s3/bucketPolicy.js";
import type { Unwrap } from "@pulumi/pulumi";
import type { Resource } from "../../../graph/resource.ts";
import { ofType, type Rule, resourceRule, stackRule } from "../../engine/rule.ts";
import type { Stack } from "../../engine/stack.ts";
import { isKnown, mayBe, refersTo } from "../../engine/unknown.ts";
import { isBucket } from "./buckets.ts";
import { isEverybody, isReadable, type Statement, statementsOf } from "./policyDocument.ts";

type Bucket = Unwrap<BucketArgs>;
type BucketPolicy = Unwrap<BucketPolicyArgs>;
type BucketAcl = Unwrap<BucketAclArgs>;

const policyType = "aws:s3/bucketPolicy:BucketPolicy";
const isAcl = ofType("aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2");
const hasPolicy = (resource: Pick<Resource, "type">) => isBucket(resource) || resource.type === policyType;

export const s3BucketPolicies: Rule[] = [
  stackRule<Bucket>({
    name: "s3-bucket-tls-only",
    severity: "high",
    what: "Every S3 bucket policy denies everybody requests without TLS, on the bucket and on its objects.",
    why: "S3 also answers plain HTTP, which would send objects and signatures unencrypted.",
    fix: 'Add an aws.s3.BucketPolicy with a Deny of s3:* for Principal "*" on the bucket and its /*, where aws:SecureTransport is false.',
    references: ["FSBP S3.5", "CIS AWS 2.1.1"],
    on: isBucket,
    checkIn: (bucket, stack) => {
      const documents = documentsOf(bucket, stack);
      const known = documents.every((document) => isKnown(document) && isReadable(document));
      const covered = documents
        .flatMap(statementsOf)
        .filter(deniesPlainHttp)
        .flatMap(({ resources }) => resources);
      const missing = ["", "/*"].filter((end) => !covered.some((resource) => isArnOf(resource, bucket, end)));
      return missing.length === 0 || (documents.length > 0 && !known)
        ? []
        : [`Requests without TLS are not denied on ${missing.map((end) => `the bucket${end}`).join(" and ")}.`];
    },
  }),
  resourceRule<Bucket | BucketPolicy>({
    name: "s3-bucket-policy-principals-named",
    severity: "critical",
    what: "No S3 bucket policy allows everybody anything.",
    why: 'An Allow for Principal "*" applies to every AWS account and to anonymous requests.',
    fix: "Name the roles in Principal, or grant access in the policies of the roles.",
    references: ["FSBP S3.2", "FSBP S3.3", "CKV_AWS_70"],
    on: hasPolicy,
    check: ({ inputs }) =>
      statementsOf(inputs.policy)
        .filter(({ allows, principals, negated }) => {
          return allows && (principals.some(isEverybody) || negated.includes("NotPrincipal"));
        })
        .map(({ name }) => `Statement ${name} allows everybody.`),
  }),
  resourceRule<Bucket | BucketPolicy>({
    name: "s3-bucket-policy-no-lockout",
    severity: "medium",
    what: "No S3 bucket policy denies everybody everything without a condition.",
    why: "Only the account's root user could then read the bucket or repair its policy.",
    fix: "Add a Condition to the Deny, or name its principals and actions.",
    references: ["CKV_AWS_93"],
    on: hasPolicy,
    check: ({ inputs }) =>
      statementsOf(inputs.policy)
        .filter(({ allows, conditions }) => !allows && conditions.length === 0)
        .filter(({ principals, actions }) => principals.some(isEverybody) && actions.some(isEveryAction))
        .map(({ name }) => `Statement ${name} locks everybody out.`),
  }),
  resourceRule<Bucket | BucketPolicy>({
    name: "s3-bucket-policy-readable",
    severity: "high",
    what: "Every S3 bucket policy is a valid policy document.",
    why: "The other rules cannot check an invalid document, and S3 refuses it in the middle of an update.",
    fix: "Write the policy with JSON.stringify, or give it as an object with Version and Statement.",
    references: [],
    on: hasPolicy,
    check: ({ inputs }) => (isReadable(inputs.policy) ? [] : ["The policy is not a valid policy document."]),
  }),
  resourceRule<Bucket | BucketAcl>({
    name: "s3-acl-private",
    severity: "critical",
    what: "No ACL of an S3 bucket gives access to anybody but its owner.",
    why: "ACLs give access to the public or to every AWS account, whatever the policies are.",
    fix: "Remove acl, grants and aws.s3.BucketAcl, and disable ACLs with BucketOwnerEnforced.",
    references: ["FSBP S3.12", "CKV_AWS_20", "CKV_AWS_57", "CKV_AWS_375"],
    on: (resource) => isBucket(resource) || isAcl(resource),
    check: ({ inputs }) => {
      const grants = "grants" in inputs ? inputs.grants : undefined;
      const listed = "accessControlPolicy" in inputs ? inputs.accessControlPolicy?.grants : undefined;
      const isWide = !mayBe(inputs.acl, undefined, "private", "bucket-owner-full-control");
      return [
        ...(isWide ? [`The ACL ${inputs.acl} gives others access.`] : []),
        ...(grants?.length || listed?.length ? ["The ACL has grants."] : []),
      ];
    },
  }),
];

function documentsOf({ name, inputs }: Resource<Bucket>, stack: Stack): unknown[] {
  const separate = stack
    .all<BucketPolicy>(policyType)
    .filter(({ inputs: { bucket } }) => refersTo(bucket, { name, given: inputs.bucket }))
    .map(({ inputs: { policy } }) => policy);
  return [...separate, ...(inputs.policy === undefined ? [] : [inputs.policy])];
}

/** With a second condition, fewer principals or fewer actions, some requests without TLS would be allowed. */
function deniesPlainHttp({ allows, principals, actions, conditions }: Statement): boolean {
  const [condition, ...others] = conditions;
  return (
    !allows &&
    principals.some(isEverybody) &&
    actions.some(isEveryAction) &&
    others.length === 0 &&
    /^Bool(IfExists)?$/.test(condition?.operator ?? "") &&
    condition?.key.toLowerCase() === "aws:securetransport" &&
    condition.values.join() === "false"
  );
}

function isEveryAction(action: string): boolean {
  return ["*", "s3:*"].includes(action.toLowerCase());
}

function isArnOf(resource: string, { name, inputs }: Resource<Bucket>, end: string): boolean {
  const [, bucket = ""] = /^arn:[^:]+:s3:::(.*)$/.exec(resource) ?? [];
  return (
    !isKnown(resource) ||
    !isKnown(inputs.bucket) ||
    [inputs.bucket ?? name, `${name}-id`].some((each) => bucket === `${each}${end}`)
  );
}
