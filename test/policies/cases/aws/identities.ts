import type { AccessKeyArgs } from "@pulumi/aws/iam/accessKey.js";
import type { RoleArgs } from "@pulumi/aws/iam/role.js";
import type { RolePolicyAttachmentArgs } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import type { RolePolicyAttachmentsExclusiveArgs } from "@pulumi/aws/iam/rolePolicyAttachmentsExclusive.js";
import { UNKNOWN } from "../../../../graph/inputs.ts";
import { type Case, type CaseResource, resource } from "../../case.ts";

const role = (name: string, inputs: RoleArgs): CaseResource[] => [
  resource<RoleArgs>("aws:iam/role:Role", name, inputs),
];

const trust = (statement: object) => ({
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...statement }],
  }),
});

const named = "iam-role-trust-named";
const web = "iam-role-web-identity-bound";
const workflow = "iam-role-workflow-bound";
const pod = "iam-role-pod-identity-bound";
const managed = "iam-managed-policy-narrow";
const accessKey = "iam-access-key-absent";

const issuer = "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE";
const bound = { [`${issuer}:sub`]: "system:serviceaccount:mlflow:mlflow", [`${issuer}:aud`]: "sts.amazonaws.com" };

const webTrust = (conditions: object | undefined, change: object = {}) =>
  trust({
    Action: "sts:AssumeRoleWithWebIdentity",
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
    Condition: conditions,
    ...change,
  });

const github = "token.actions.githubusercontent.com";
const githubProvider = `arn:aws:iam::111122223333:oidc-provider/${github}`;

const workflowTrust = (sub: string | undefined) =>
  webTrust(
    {
      StringEquals: { [`${github}:aud`]: "sts.amazonaws.com" },
      ...(sub && { StringLike: { [`${github}:sub`]: sub } }),
    },
    { Principal: { Federated: githubProvider } },
  );

const tags = {
  "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:eu-central-1:111122223333:cluster/mlops",
  "aws:RequestTag/kubernetes-namespace": "mlflow",
  "aws:RequestTag/kubernetes-service-account": "mlflow",
};

const podTrust = (conditions: object | undefined, change: object = {}) =>
  trust({
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Principal: { Service: "pods.eks.amazonaws.com" },
    Condition: conditions,
    ...change,
  });

const { "aws:RequestTag/eks-cluster-arn": _, ...withoutCluster } = tags;
const ec2 = trust({ Principal: { Service: "ec2.amazonaws.com" } });
const awsPolicy = (name: string) => `arn:aws:iam::aws:policy/${name}`;

const attachment = (name: string, policyArn: string): CaseResource[] => [
  resource<RolePolicyAttachmentArgs>("aws:iam/rolePolicyAttachment:RolePolicyAttachment", name, {
    role: "mlflow",
    policyArn,
  }),
];

const userKey = (name: string, inputs: AccessKeyArgs) =>
  resource<AccessKeyArgs>("aws:iam/accessKey:AccessKey", name, inputs);

export const awsIdentityCases: Case[] = [
  {
    rule: named,
    passes: [
      role(named, ec2),
      role(named, trust({ Principal: { AWS: "arn:aws:iam::111122223333:role/deployer" } })),
      role(named, { assumeRolePolicy: UNKNOWN }),
    ],
    fails: [
      role(named, trust({ Principal: "*" })),
      role(`${named}-2`, trust({ Principal: { AWS: "*" } })),
      role(`${named}-3`, trust({ Principal: { AWS: "arn:aws:iam::111122223333:root" } })),
      role(`${named}-4`, trust({ NotPrincipal: { AWS: "arn:aws:iam::111122223333:role/deployer" } })),
    ],
  },
  {
    rule: web,
    passes: [
      role(web, webTrust({ StringEquals: bound })),
      role(web, ec2),
      // A workflow of GitHub is no pod of a cluster.
      role(
        web,
        webTrust(undefined, {
          Principal: { Federated: githubProvider },
        }),
      ),
    ],
    fails: [
      role(`${web}-unbound`, webTrust(undefined)),
      role(
        `${web}-beside-workflows`,
        webTrust(undefined, {
          Principal: { Federated: [githubProvider, `arn:aws:iam::111122223333:oidc-provider/${issuer}`] },
        }),
      ),
      role(`${web}-like`, webTrust({ StringLike: bound })),
      role(`${web}-no-audience`, webTrust({ StringEquals: { [`${issuer}:sub`]: bound[`${issuer}:sub`] } })),
      role(`${web}-no-subject`, webTrust({ StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com" } })),
      role(
        `${web}-two-subjects`,
        webTrust({
          StringEquals: {
            ...bound,
            [`${issuer}:sub`]: ["system:serviceaccount:mlflow:mlflow", "system:serviceaccount:default:default"],
          },
        }),
      ),
      role(
        `${web}-namespace`,
        webTrust({ StringEquals: { ...bound, [`${issuer}:sub`]: "system:serviceaccount:mlflow:*" } }),
      ),
      role(`${web}-audience`, webTrust({ StringEquals: { ...bound, [`${issuer}:aud`]: "vault" } })),
      role(
        `${web}-issuer`,
        webTrust({ StringEquals: { "other:sub": "system:serviceaccount:a:b", "other:aud": "sts.amazonaws.com" } }),
      ),
      role(
        `${web}-actions`,
        webTrust({ StringEquals: bound }, { Action: ["sts:AssumeRoleWithWebIdentity", "sts:AssumeRole"] }),
      ),
    ],
  },
  {
    rule: workflow,
    passes: [role(workflow, workflowTrust("repo:example/mlops:environment:*")), role(workflow, ec2)],
    fails: [role(`${workflow}-2`, workflowTrust(undefined)), role(`${workflow}-3`, workflowTrust("repo:example/*"))],
  },
  {
    rule: pod,
    passes: [role(pod, podTrust({ StringEquals: tags })), role(pod, ec2)],
    fails: [
      role(pod, podTrust(undefined)),
      role(`${pod}-2`, podTrust({ StringEquals: withoutCluster })),
      role(`${pod}-3`, podTrust({ StringEquals: { ...tags, "aws:RequestTag/kubernetes-namespace": "*" } })),
      role(`${pod}-4`, podTrust({ StringEquals: tags }, { Action: "sts:*" })),
    ],
  },
  {
    rule: managed,
    passes: [
      attachment(managed, awsPolicy("service-role/AmazonEBSCSIDriverPolicy")),
      attachment(managed, "arn:aws:iam::111122223333:policy/mlflow"),
      role(managed, ec2),
    ],
    fails: [
      attachment(managed, awsPolicy("AdministratorAccess")),
      [
        resource<RolePolicyAttachmentsExclusiveArgs>(
          "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
          `${managed}-5`,
          { roleName: "mlflow", policyArns: [awsPolicy("CloudWatchFullAccessV2")] },
        ),
      ],
      attachment(`${managed}-2`, awsPolicy("PowerUserAccess")),
      attachment(`${managed}-3`, awsPolicy("AmazonS3FullAccess")),
      role(`${managed}-4`, { ...ec2, managedPolicyArns: [awsPolicy("IAMFullAccess")] }),
    ],
  },
  {
    rule: accessKey,
    passes: [[userKey(accessKey, { user: "mlflow", status: "Inactive" })]],
    fails: [[userKey(accessKey, { user: "mlflow" })]],
  },
];
