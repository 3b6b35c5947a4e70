import type { AccessKeyArgs } from "@pulumi/aws/iam/accessKey.js";
import type { PolicyAttachmentArgs } from "@pulumi/aws/iam/policyAttachment.js";
import type { RoleArgs } from "@pulumi/aws/iam/role.js";
import type { RolePolicyAttachmentsExclusiveArgs } from "@pulumi/aws/iam/rolePolicyAttachmentsExclusive.js";
import type { Unwrap } from "@pulumi/pulumi";
import { ofType, type Rule, resourceRule } from "../../engine/rule.ts";
import { isKnown } from "../../engine/unknown.ts";
import { isEverybody, type Statement, statementsOf } from "./policyDocument.ts";

type Role = Unwrap<RoleArgs>;
type Attached = Partial<
  Pick<Role, "managedPolicyArns"> &
    Pick<Unwrap<PolicyAttachmentArgs>, "policyArn"> &
    Pick<Unwrap<RolePolicyAttachmentsExclusiveArgs>, "policyArns">
>;

const isRole = ofType("aws:iam/role:Role");

const isAttached = ofType(
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
  "aws:iam/policyAttachment:PolicyAttachment",
  "aws:iam/role:Role",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
);

export const awsIdentities: Rule[] = [
  resourceRule<Role>({
    name: "iam-role-trust-named",
    severity: "critical",
    what: "Every IAM role names who may assume it.",
    why: "A wildcard includes every AWS account, and an account's root includes everybody in it who may assume roles.",
    fix: "Name the service, the identity provider or the roles in Principal.",
    references: ["CKV_AWS_60", "CKV_AWS_61"],
    on: isRole,
    check: ({ inputs }) =>
      trustStatements(inputs)
        .filter(({ principals, negated }) => principals.some(isInexact) || negated.includes("NotPrincipal"))
        .map(({ name }) => `Statement ${name} of the trust policy has a principal that is not exact.`),
  }),
  resourceRule<Role>({
    name: "iam-role-web-identity-bound",
    severity: "critical",
    what: "A role that trusts a cluster's tokens trusts one service account of one namespace, and only tokens for STS.",
    why: "Without sub and aud, any pod of the cluster can assume the role, with any token of the issuer.",
    fix: "Allow only sts:AssumeRoleWithWebIdentity, with StringEquals on <issuer>:sub (system:serviceaccount:namespace:name) and <issuer>:aud (sts.amazonaws.com).",
    references: [],
    on: isRole,
    check: ({ inputs }) => trustStatements(inputs).flatMap(webIdentityProblems),
  }),
  resourceRule<Role>({
    name: "iam-role-workflow-bound",
    severity: "critical",
    what: "A role that trusts GitHub workflows trusts those of named repositories, and only tokens for STS.",
    why: "Without sub, a workflow of any GitHub repository can assume the role, and anybody can create one.",
    fix: "Add StringEquals on token.actions.githubusercontent.com:aud (sts.amazonaws.com), and on its :sub (repo:owner/name:environment:production).",
    references: ["CKV_AWS_358"],
    on: isRole,
    check: ({ inputs }) => trustStatements(inputs).flatMap(workflowProblems),
  }),
  resourceRule<Role>({
    name: "iam-role-pod-identity-bound",
    severity: "critical",
    what: "A role that trusts EKS Pod Identity trusts one service account of one cluster.",
    why: "Otherwise whoever may create an association in any cluster of the account can give the role to any pod.",
    fix: "Add StringEquals on aws:RequestTag/eks-cluster-arn, aws:RequestTag/kubernetes-namespace and aws:RequestTag/kubernetes-service-account.",
    references: [],
    on: isRole,
    check: ({ inputs }) => trustStatements(inputs).flatMap(podIdentityProblems),
  }),
  resourceRule<Attached>({
    name: "iam-managed-policy-narrow",
    severity: "critical",
    what: "No AWS managed policy for administrators, or for full access to a service, is attached.",
    why: "AdministratorAccess, PowerUserAccess and the FullAccess policies apply to every resource of the account.",
    fix: "Detach it, and write a policy with the permissions that are needed, as an ObjectStore's grant does.",
    references: ["FSBP IAM.1", "CKV_AWS_274"],
    on: isAttached,
    check: ({ inputs: { policyArn, policyArns = [], managedPolicyArns = [] } }) =>
      [policyArn, ...policyArns, ...managedPolicyArns]
        .flatMap((arn) => widePolicy.exec(arn ?? "")?.[1] ?? [])
        .map((name) => `${name} is attached.`),
  }),
  resourceRule<Unwrap<AccessKeyArgs>>({
    name: "iam-access-key-absent",
    severity: "high",
    what: "The program creates no active access key.",
    why: "Access keys are in the stack's state and stay valid until somebody deletes them; a role's credentials expire.",
    fix: "Remove the aws.iam.AccessKey, and let the workload assume a role by cluster.oidcIssuer or EKS Pod Identity.",
    references: [],
    on: ofType("aws:iam/accessKey:AccessKey"),
    check: ({ inputs }) => (inputs.status === "Inactive" ? [] : ["An active access key is created."]),
  }),
];

/** Includes later versions of a policy, such as `CloudWatchFullAccessV2`. */
const widePolicy =
  /:aws:policy\/(?:.*\/)?(AdministratorAccess.*|PowerUserAccess|(?:Database|Network|System)Administrator|.*FullAccess(?:Policy)?(?:_?[vV]\d+)?)$/;

function trustStatements({ assumeRolePolicy }: Role): Statement[] {
  return statementsOf(assumeRolePolicy).filter(({ allows }) => allows);
}

/** Whether a principal is `*`, has a wildcard in its ARN, or is a whole account. */
function isInexact(principal: { kind: string; id: string }): boolean {
  const isAccount = principal.kind === "AWS" && /^([0-9]{12}|arn:[^:]+:iam::[^:]*:root)$/.test(principal.id);
  return isEverybody(principal) || /[*?]/.test(principal.id) || isAccount;
}

/** Issuer of the tokens of GitHub workflows. */
const githubIssuer = "token.actions.githubusercontent.com";
const githubProvider = /:oidc-provider\/token\.actions\.githubusercontent\.com$/;

/** A subject whose owner and repository are exact, whatever the branch or environment. */
const repository = /^repo:[\w.-]+\/[\w.-]+:.+$/;

function webIdentityProblems(statement: Statement): string[] {
  const federated = statement.principals.filter(({ kind }) => kind === "Federated").map(({ id }) => id);
  const [issuer] = federated.map((arn) => /:oidc-provider\/(.+)$/.exec(arn)?.[1]);
  const isWeb = issuer !== undefined || statement.actions.some((action) => /AssumeRoleWithWebIdentity/i.test(action));
  if (!isWeb || (federated.length > 0 && federated.every((arn) => githubProvider.test(arn)))) {
    return [];
  }
  const subject = conditionValues(statement, issuer, "sub");
  const audience = conditionValues(statement, issuer, "aud");
  const { name, actions } = statement;
  return [
    ...(actions.join() === "sts:AssumeRoleWithWebIdentity" && federated.length === 1
      ? []
      : [`Statement ${name} allows more than sts:AssumeRoleWithWebIdentity with tokens of one issuer.`]),
    ...(isSingleMatch(subject, /^system:serviceaccount:[a-z0-9-]+:[a-z0-9.-]+$/)
      ? []
      : [`Statement ${name} is not restricted to one namespace and service account by StringEquals on sub.`]),
    ...(isSingleMatch(audience, /^sts\.amazonaws\.com$/)
      ? []
      : [`Statement ${name} is not restricted to tokens for STS by StringEquals on aud.`]),
  ];
}

function workflowProblems(statement: Statement): string[] {
  const isOfGithub = statement.principals.some(({ kind, id }) => kind === "Federated" && githubProvider.test(id));
  const subjects = conditionValues(statement, githubIssuer, "sub", "StringEquals", "StringLike");
  const isOneRepository =
    subjects.length > 0 && subjects.every((subject) => !isKnown(subject) || repository.test(subject));
  const { name } = statement;
  return [
    ...(isOfGithub && !isOneRepository ? [`Statement ${name} is not restricted to named repositories by sub.`] : []),
    ...(isOfGithub && !isSingleMatch(conditionValues(statement, githubIssuer, "aud"), /^sts\.amazonaws\.com$/)
      ? [`Statement ${name} is not restricted to tokens for STS by StringEquals on aud.`]
      : []),
  ];
}

const podIdentityTags = {
  "eks-cluster-arn": /^arn:[a-z-]+:eks:[a-z0-9-]+:[0-9]{12}:cluster\/[A-Za-z0-9_-]+$/,
  "kubernetes-namespace": /^[a-z0-9-]+$/,
  "kubernetes-service-account": /^[a-z0-9.-]+$/,
};

function podIdentityProblems(statement: Statement): string[] {
  const { name, principals, actions } = statement;
  if (!principals.some(({ id }) => id === "pods.eks.amazonaws.com")) {
    return [];
  }
  const others = actions.filter((action) => !["sts:AssumeRole", "sts:TagSession"].includes(action));
  const unbound = Object.entries(podIdentityTags)
    .filter(([tag, pattern]) => !isSingleMatch(conditionValues(statement, "aws", `RequestTag/${tag}`), pattern))
    .map(([tag]) => tag);
  return [
    ...(others.length === 0 ? [] : [`Statement ${name} allows ${others.join(", ")} as well.`]),
    ...(unbound.length === 0 ? [] : [`Statement ${name} is not restricted by StringEquals on ${unbound.join(", ")}.`]),
  ];
}

/** Values that conditions with StringEquals, or other operators, require of an issuer's key; of any issuer's where it is not given. */
function conditionValues(
  { conditions }: Statement,
  issuer: string | undefined,
  key: string,
  ...operators: string[]
): string[] {
  return conditions
    .filter(({ operator }) => (operators.length > 0 ? operators : ["StringEquals"]).includes(operator))
    .filter((condition) => (issuer ? condition.key === `${issuer}:${key}` : condition.key.endsWith(`:${key}`)))
    .flatMap(({ values }) => values);
}

function isSingleMatch([value, ...others]: string[], pattern: RegExp): boolean {
  return value !== undefined && others.length === 0 && (!isKnown(value) || pattern.test(value));
}
