import type { GroupPolicyArgs } from "@pulumi/aws/iam/groupPolicy.js";
import type { PolicyArgs } from "@pulumi/aws/iam/policy.js";
import type { RoleArgs } from "@pulumi/aws/iam/role.js";
import type { RolePolicyArgs } from "@pulumi/aws/iam/rolePolicy.js";
import type { UserPolicyArgs } from "@pulumi/aws/iam/userPolicy.js";
import type { Unwrap } from "@pulumi/pulumi";
import { ofType, type Rule, resourceRule } from "../../engine/rule.ts";
import { isKnown } from "../../engine/unknown.ts";
import { type Condition, isReadable, type Statement, statementsOf } from "./policyDocument.ts";

/** Whatever carries permissions: a policy, or a role with inline policies. */
type Permissions = Partial<Unwrap<RolePolicyArgs & PolicyArgs & UserPolicyArgs & GroupPolicyArgs & RoleArgs>>;

const hasPermissions = ofType(
  "aws:iam/groupPolicy:GroupPolicy",
  "aws:iam/policy:Policy",
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/userPolicy:UserPolicy",
);

export const awsPolicies: Rule[] = [
  resourceRule<Permissions>({
    name: "iam-policy-readable",
    severity: "high",
    what: "Every policy in IAM is a policy document.",
    why: "The other rules cannot judge what cannot be read, and IAM refuses it in the middle of an update.",
    fix: "Write the policy with JSON.stringify, or give it as an object with Version and Statement.",
    references: [],
    on: hasPermissions,
    check: ({ inputs }) =>
      [...documentsOf(inputs), inputs.assumeRolePolicy]
        .filter((document) => !isReadable(document))
        .map(() => "A policy is not a policy document."),
  }),
  resourceRule<Permissions>({
    name: "iam-policy-actions-exact",
    severity: "critical",
    what: "A policy in IAM names each action that it allows.",
    why: "A wildcard such as s3:* allows what nobody thought of, and what the service adds later.",
    fix: "List the actions in place of the wildcard or of NotAction.",
    references: ["FSBP IAM.1", "FSBP IAM.21", "CKV_AWS_62", "CKV_AWS_63"],
    on: hasPermissions,
    check: ({ inputs }) =>
      allowed(inputs).flatMap(({ name, actions, negated }) => [
        ...actions.filter(hasWildcard).map((action) => `Statement ${name} allows ${action}.`),
        ...(negated.includes("NotAction") ? [`Statement ${name} allows all but some actions.`] : []),
      ]),
  }),
  resourceRule<Permissions>({
    name: "iam-policy-resources-exact",
    severity: "high",
    what: "A policy in IAM names each resource; only the objects of a bucket, or below a prefix, may end in /*.",
    why: "A wildcard reaches resources of other teams and stacks, and those that are made later.",
    fix: "Give the full ARN, and for objects arn:aws:s3:::bucket/prefix/*.",
    references: ["CKV_AWS_288", "CKV_AWS_290", "CKV_AWS_355"],
    on: hasPermissions,
    check: ({ inputs }) =>
      allowed(inputs).flatMap(({ name, resources, negated }) => [
        ...resources
          .filter((resource) => hasWildcard(resource.replace(objectsEnd, "$1")))
          .map((resource) => `Statement ${name} allows its actions on ${resource}.`),
        ...(negated.includes("NotResource") ? [`Statement ${name} allows its actions on all but some resources.`] : []),
      ]),
  }),
  resourceRule<Permissions>({
    name: "iam-policy-conditions-exact",
    severity: "high",
    what: "A condition of what a policy in IAM allows has no wildcard but the end of a prefix in s3:prefix.",
    why: "A condition that a wildcard fulfils limits nothing.",
    fix: "Give the whole value, with StringEquals; for s3:prefix, the granted prefix and /*.",
    references: [],
    on: hasPermissions,
    check: ({ inputs }) =>
      allowed(inputs).flatMap(({ name, conditions }) =>
        conditions.filter(isVague).map(({ key }) => `Statement ${name} has a wildcard in its condition on ${key}.`),
      ),
  }),
  resourceRule<Permissions>({
    name: "iam-policy-listing-limited",
    severity: "medium",
    what: "Who may list a bucket in S3 lists below a prefix, unless the whole bucket is theirs.",
    why: "Names of objects tell a workload what the others keep: users, experiments, customers.",
    fix: 'Add the condition StringLike {"s3:prefix": "prefix/*"} to the statement with s3:ListBucket.',
    references: [],
    on: hasPermissions,
    check: ({ inputs }) =>
      documentsOf(inputs).flatMap((document) => {
        const statements = statementsOf(document).filter(({ allows }) => allows);
        const owned = statements
          .flatMap(({ resources }) => resources)
          .filter((resource) => objectsOfAll.test(resource));
        return statements
          .filter(({ actions, conditions }) => actions.some(lists) && !conditions.some(limitsPrefix))
          .filter(({ resources }) => !resources.every((bucket) => owned.includes(`${bucket}/*`)))
          .map(({ name }) => `Statement ${name} lists the whole bucket.`);
      }),
  }),
  resourceRule<Permissions>({
    name: "iam-policy-escalation-absent",
    severity: "critical",
    what: "No policy in IAM allows changing identities, or passing roles on.",
    why: "Whoever may do that can give themselves any other permission.",
    fix: "Leave the action out: identities are made by the program, not by what it deploys.",
    references: ["CKV_AWS_286", "CKV_AWS_289"],
    on: hasPermissions,
    check: ({ inputs }) =>
      allowed(inputs).flatMap(({ name, actions }) =>
        actions
          .filter((action) => /^(\*$|iam:(?!(Get|List|Simulate|Generate)[A-Z]))/i.test(action))
          .map((action) => `Statement ${name} allows ${action}.`),
      ),
  }),
  resourceRule<Permissions>({
    name: "iam-policy-database-user-named",
    severity: "high",
    what: "Who may log in to a database by IAM may do so as one user of one server.",
    why: "With a wildcard a workload logs in as the administrator, or to the database of another.",
    fix: "Give one resource: arn:aws:rds-db:region:account:dbuser:resource-id/user.",
    references: [],
    on: hasPermissions,
    check: ({ inputs }) =>
      allowed(inputs)
        .filter(({ actions }) => actions.some((action) => /^rds-db:/i.test(action)))
        .filter(({ resources }) => resources.length !== 1 || resources.some(isSeveralUsers))
        .map(({ name }) => `Statement ${name} logs in as more than one user of one server.`),
  }),
];

/** The end of an ARN that means objects of a bucket. */
const objectsEnd = /^(arn:[^:]+:s3:::.+\/)\*$/;
const objectsOfAll = /^arn:[^:]+:s3:::[^/]+\/\*$/;
const oneUser = /^arn:[a-z-]+:rds-db:[a-z0-9-]+:[0-9]{12}:dbuser:[A-Za-z0-9-]+\/[^*?/]+$/;

function documentsOf({ policy, inlinePolicies = [] }: Permissions): unknown[] {
  const inline = Array.isArray(inlinePolicies) ? inlinePolicies.map((each) => each.policy) : [];
  return [policy, ...inline].filter((document) => document !== undefined);
}

function allowed(inputs: Permissions): Statement[] {
  return documentsOf(inputs)
    .flatMap(statementsOf)
    .filter(({ allows }) => allows);
}

function isSeveralUsers(resource: string): boolean {
  return isKnown(resource) && !oneUser.test(resource);
}

function hasWildcard(text: string): boolean {
  return /[*?]/.test(text.replace(/\$\{[*?]\}/g, ""));
}

/** A wildcard counts as one where the operator reads it as one, and nobody means the character elsewhere. */
function isVague({ key, values }: Condition): boolean {
  const isPrefix = key.toLowerCase() === "s3:prefix";
  return values.some((value) => hasWildcard(isPrefix ? value.replace(/(?<=.\/)\*$/, "") : value));
}

function lists(action: string): boolean {
  return /^s3:ListBucket(Versions|MultipartUploads)?$/i.test(action);
}

function limitsPrefix({ operator, key }: Condition): boolean {
  return key.toLowerCase() === "s3:prefix" && /^String(Like|Equals)$/.test(operator);
}
