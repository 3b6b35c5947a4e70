import type { GroupPolicyArgs } from "@pulumi/aws/iam/groupPolicy.js";
import type { PolicyArgs } from "@pulumi/aws/iam/policy.js";
import type { RoleArgs } from "@pulumi/aws/iam/role.js";
import type { RolePolicyArgs } from "@pulumi/aws/iam/rolePolicy.js";
import type { UserPolicyArgs } from "@pulumi/aws/iam/userPolicy.js";
import type { Unwrap } from "@pulumi/pulumi";
import { ofType, type Rule, resourceRule } from "../../engine/rule.ts";
import { isKnown } from "../../engine/unknown.ts";
import { type Condition, isReadable, type Statement, statementsOf } from "./policyDocument.ts";

/** Inputs of a policy, or of a role with inline policies. */
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
    what: "Every IAM policy is a valid policy document.",
    why: "The other rules cannot check an invalid document, and IAM refuses it in the middle of an update.",
    fix: "Write the policy with JSON.stringify, or give it as an object with Version and Statement.",
    references: [],
    on: hasPermissions,
    check: ({ inputs }) =>
      [...documentsOf(inputs), inputs.assumeRolePolicy]
        .filter((document) => !isReadable(document))
        .map(() => "A policy is not a valid policy document."),
  }),
  resourceRule<Permissions>({
    name: "iam-policy-actions-exact",
    severity: "critical",
    what: "Every IAM policy names each action that it allows.",
    why: "A wildcard such as s3:* allows actions that nobody intended, and those that the service adds later.",
    fix: "List the actions instead of the wildcard or NotAction.",
    references: ["FSBP IAM.1", "FSBP IAM.21", "CKV_AWS_62", "CKV_AWS_63"],
    on: hasPermissions,
    check: ({ inputs }) =>
      allowStatements(inputs).flatMap(({ name, actions, negated }) => [
        ...actions.filter(hasWildcard).map((action) => `Statement ${name} allows ${action}.`),
        ...(negated.includes("NotAction") ? [`Statement ${name} allows every action but some.`] : []),
      ]),
  }),
  resourceRule<Permissions>({
    name: "iam-policy-resources-exact",
    severity: "high",
    what: "Every IAM policy names each resource; only objects of a bucket, or below a prefix, may end in /*.",
    why: "A wildcard includes resources of other teams and stacks, and those that are created later.",
    fix: "Write the full ARN; for objects, arn:aws:s3:::bucket/prefix/*.",
    references: ["CKV_AWS_288", "CKV_AWS_290", "CKV_AWS_355"],
    on: hasPermissions,
    check: ({ inputs }) =>
      allowStatements(inputs).flatMap(({ name, resources, negated }) => [
        ...resources
          .filter((resource) => hasWildcard(resource.replace(objectsEnd, "$1")))
          .map((resource) => `Statement ${name} allows its actions on ${resource}.`),
        ...(negated.includes("NotResource")
          ? [`Statement ${name} allows its actions on every resource but some.`]
          : []),
      ]),
  }),
  resourceRule<Permissions>({
    name: "iam-policy-conditions-exact",
    severity: "high",
    what: "No condition of an Allow in an IAM policy has a wildcard, except at the end of a prefix in s3:prefix.",
    why: "A condition that matches every value restricts nothing.",
    fix: "Write the whole value, with StringEquals; for s3:prefix, the granted prefix and /*.",
    references: [],
    on: hasPermissions,
    check: ({ inputs }) =>
      allowStatements(inputs).flatMap(({ name, conditions }) =>
        conditions
          .filter(hasWildcardValue)
          .map(({ key }) => `Statement ${name} has a wildcard in its condition on ${key}.`),
      ),
  }),
  resourceRule<Permissions>({
    name: "iam-policy-listing-limited",
    severity: "medium",
    what: "Permission to list an S3 bucket is restricted to a prefix, unless it comes with access to the whole bucket.",
    why: "Names of objects show a workload what others store: users, experiments, customers.",
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
          .filter(({ actions, conditions }) => actions.some(isListAction) && !conditions.some(limitsPrefix))
          .filter(({ resources }) => !resources.every((bucket) => owned.includes(`${bucket}/*`)))
          .map(({ name }) => `Statement ${name} allows listing the whole bucket.`);
      }),
  }),
  resourceRule<Permissions>({
    name: "iam-policy-escalation-absent",
    severity: "critical",
    what: "No IAM policy allows changing identities or passing roles.",
    why: "Whoever may do so can obtain any other permission.",
    fix: "Remove the action: the program creates identities, not the workloads that it deploys.",
    references: ["CKV_AWS_286", "CKV_AWS_289"],
    on: hasPermissions,
    check: ({ inputs }) =>
      allowStatements(inputs).flatMap(({ name, actions }) =>
        actions
          .filter((action) => /^(\*$|iam:(?!(Get|List|Simulate|Generate)[A-Z]))/i.test(action))
          .map((action) => `Statement ${name} allows ${action}.`),
      ),
  }),
  resourceRule<Permissions>({
    name: "iam-policy-database-user-named",
    severity: "high",
    what: "Permission to log in to a database by IAM is for one user of one server.",
    why: "With a wildcard, a workload can log in as the administrator or to another workload's database.",
    fix: "Name one resource: arn:aws:rds-db:region:account:dbuser:resource-id/user.",
    references: [],
    on: hasPermissions,
    check: ({ inputs }) =>
      allowStatements(inputs)
        .filter(({ actions }) => actions.some((action) => /^rds-db:/i.test(action)))
        .filter(({ resources }) => resources.length !== 1 || resources.some(isSeveralUsers))
        .map(({ name }) => `Statement ${name} allows logging in as more than one user.`),
  }),
];

/** An ARN of all objects below a prefix of a bucket. */
const objectsEnd = /^(arn:[^:]+:s3:::.+\/)\*$/;
const objectsOfAll = /^arn:[^:]+:s3:::[^/]+\/\*$/;
const oneUser = /^arn:[a-z-]+:rds-db:[a-z0-9-]+:[0-9]{12}:dbuser:[A-Za-z0-9-]+\/[^*?/]+$/;

function documentsOf({ policy, inlinePolicies = [] }: Permissions): unknown[] {
  const inline = Array.isArray(inlinePolicies) ? inlinePolicies.map((each) => each.policy) : [];
  return [policy, ...inline].filter((document) => document !== undefined);
}

function allowStatements(inputs: Permissions): Statement[] {
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

/** `*` and `?` count as wildcards whatever the operator: nobody means the characters themselves. */
function hasWildcardValue({ key, values }: Condition): boolean {
  const isPrefix = key.toLowerCase() === "s3:prefix";
  return values.some((value) => hasWildcard(isPrefix ? value.replace(/(?<=.\/)\*$/, "") : value));
}

function isListAction(action: string): boolean {
  return /^s3:ListBucket(Versions|MultipartUploads)?$/i.test(action);
}

function limitsPrefix({ operator, key }: Condition): boolean {
  return key.toLowerCase() === "s3:prefix" && /^String(Like|Equals)$/.test(operator);
}
