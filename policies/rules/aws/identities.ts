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
    what: "A role in IAM names who may act as it.",
    why: "A wildcard lets in every AWS account, and an account's root everybody in it who may assume roles.",
    fix: "Name the service, the provider of tokens, or the roles in Principal.",
    references: ["CKV_AWS_60", "CKV_AWS_61"],
    on: isRole,
    check: ({ inputs }) =>
      trusted(inputs)
        .filter(({ principals, negated }) => principals.some(isVague) || negated.includes("NotPrincipal"))
        .map(({ name }) => `Statement ${name} of the trust policy lets in more than it names.`),
  }),
  resourceRule<Role>({
    name: "iam-role-web-identity-bound",
    severity: "critical",
    what: "A role that trusts tokens of a cluster trusts one service account of one namespace, and tokens for STS alone.",
    why: "Without sub and aud any pod of the cluster may act as the role, with any token of its issuer.",
    fix: "Allow sts:AssumeRoleWithWebIdentity alone, with StringEquals on <issuer>:sub (system:serviceaccount:namespace:name) and <issuer>:aud (sts.amazonaws.com).",
    references: [],
    on: isRole,
    check: ({ inputs }) => trusted(inputs).flatMap(webIdentityProblems),
  }),
  resourceRule<Role>({
    name: "iam-role-workflow-bound",
    severity: "critical",
    what: "A role that trusts workflows of GitHub trusts those of repositories that are named, and tokens for STS alone.",
    why: "Without sub a workflow of any repository of GitHub may act as the role, and anybody can make one.",
    fix: "Add StringEquals on token.actions.githubusercontent.com:aud (sts.amazonaws.com), and on its :sub (repo:owner/name:environment:production).",
    references: ["CKV_AWS_358"],
    on: isRole,
    check: ({ inputs }) => trusted(inputs).flatMap(workflowProblems),
  }),
  resourceRule<Role>({
    name: "iam-role-pod-identity-bound",
    severity: "critical",
    what: "A role that trusts EKS Pod Identity trusts one service account of one cluster.",
    why: "Whoever may make an association in any cluster of the account could otherwise give the role to any pod.",
    fix: "Add StringEquals on aws:RequestTag/eks-cluster-arn, aws:RequestTag/kubernetes-namespace and aws:RequestTag/kubernetes-service-account.",
    references: [],
    on: isRole,
    check: ({ inputs }) => trusted(inputs).flatMap(podIdentityProblems),
  }),
  resourceRule<Attached>({
    name: "iam-managed-policy-narrow",
    severity: "critical",
    what: "Nobody has a policy of AWS for administrators, or for all of a service.",
    why: "AdministratorAccess, PowerUserAccess and the FullAccess policies reach every resource of the account.",
    fix: "Leave it out, and grant what is needed by a policy of its own, such as an ObjectStore's grant.",
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
    what: "The program makes no access key that can be used.",
    why: "They stay valid until somebody deletes them, and are in the stack's state; a role's credentials end by themselves.",
    fix: "Remove the aws.iam.AccessKey and let the workload act as a role: cluster.oidcIssuer, or EKS Pod Identity.",
    references: [],
    on: ofType("aws:iam/accessKey:AccessKey"),
    check: ({ inputs }) => (inputs.status === "Inactive" ? [] : ["An access key is made."]),
  }),
];

/** Later versions of a policy, such as `CloudWatchFullAccessV2`, are as wide. */
const widePolicy =
  /:aws:policy\/(?:.*\/)?(AdministratorAccess.*|PowerUserAccess|(?:Database|Network|System)Administrator|.*FullAccess(?:Policy)?(?:_?[vV]\d+)?)$/;

function trusted({ assumeRolePolicy }: Role): Statement[] {
  return statementsOf(assumeRolePolicy).filter(({ allows }) => allows);
}

/** `*`, part of an ARN, or an account. */
function isVague(principal: { kind: string; id: string }): boolean {
  const isAccount = principal.kind === "AWS" && /^([0-9]{12}|arn:[^:]+:iam::[^:]*:root)$/.test(principal.id);
  return isEverybody(principal) || /[*?]/.test(principal.id) || isAccount;
}

/** Its tokens are for workflows, not for pods. */
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
  const subject = equals(statement, issuer, "sub");
  const audience = equals(statement, issuer, "aud");
  const { name, actions } = statement;
  return [
    ...(actions.join() === "sts:AssumeRoleWithWebIdentity" && federated.length === 1
      ? []
      : [`Statement ${name} is for more than sts:AssumeRoleWithWebIdentity with the tokens of one issuer.`]),
    ...(isOne(subject, /^system:serviceaccount:[a-z0-9-]+:[a-z0-9.-]+$/)
      ? []
      : [`Statement ${name} is not bound to one namespace and service account by StringEquals on sub.`]),
    ...(isOne(audience, /^sts\.amazonaws\.com$/)
      ? []
      : [`Statement ${name} is not bound to tokens for STS by StringEquals on aud.`]),
  ];
}

function workflowProblems(statement: Statement): string[] {
  const isOfGithub = statement.principals.some(({ kind, id }) => kind === "Federated" && githubProvider.test(id));
  const subjects = equals(statement, githubIssuer, "sub", "StringEquals", "StringLike");
  const isOneRepository =
    subjects.length > 0 && subjects.every((subject) => !isKnown(subject) || repository.test(subject));
  const { name } = statement;
  return [
    ...(isOfGithub && !isOneRepository ? [`Statement ${name} is not bound to repositories by sub.`] : []),
    ...(isOfGithub && !isOne(equals(statement, githubIssuer, "aud"), /^sts\.amazonaws\.com$/)
      ? [`Statement ${name} is not bound to tokens for STS by StringEquals on aud.`]
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
    .filter(([tag, pattern]) => !isOne(equals(statement, "aws", `RequestTag/${tag}`), pattern))
    .map(([tag]) => tag);
  return [
    ...(others.length === 0 ? [] : [`Statement ${name} allows ${others.join(", ")} as well.`]),
    ...(unbound.length === 0 ? [] : [`Statement ${name} is not bound by StringEquals on ${unbound.join(", ")}.`]),
  ];
}

/** What StringEquals, or other operators, ask of a key of an issuer; of any issuer where it is not known. */
function equals({ conditions }: Statement, issuer: string | undefined, key: string, ...operators: string[]): string[] {
  return conditions
    .filter(({ operator }) => (operators.length > 0 ? operators : ["StringEquals"]).includes(operator))
    .filter((condition) => (issuer ? condition.key === `${issuer}:${key}` : condition.key.endsWith(`:${key}`)))
    .flatMap(({ values }) => values);
}

function isOne([value, ...others]: string[], pattern: RegExp): boolean {
  return value !== undefined && others.length === 0 && (!isKnown(value) || pattern.test(value));
}
