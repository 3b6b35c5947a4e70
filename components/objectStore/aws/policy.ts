/** IAM policy documents, as pure functions of their arguments. */
import type { GrantArgs } from "../objectStore.ts";

export interface PolicyDocument {
  Version: "2012-10-17";
  Statement: Statement[];
}

interface Statement {
  Sid: string;
  Effect: "Allow" | "Deny";
  Principal?: "*" | { Federated: string } | { Service: string };
  Action: string[];
  Resource?: string[];
  Condition?: Record<string, Record<string, string>>;
}

export interface GrantPolicyArgs {
  bucketArn: string;
  prefix: string;
  access: GrantArgs["access"];

  /** Key that the bucket is encrypted with. @default one of S3's own, which needs no permission */
  keyArn?: string | undefined;
}

/**
 * Actions of a workload below its prefix.
 *
 * HeadBucket needs s3:ListBucket without a condition, so only the empty prefix, which owns the bucket, may call it.
 * s3:ListBucketMultipartUploads is left out: it is not needed to upload, and no prefix limits it.
 */
export function grantPolicy({ bucketArn, prefix, access, keyArn }: GrantPolicyArgs): PolicyDocument {
  const below = prefix === "" ? "*" : `${prefix}/*`;
  const isWrite = access === "readWrite";
  const list: Statement = {
    Sid: "List",
    Effect: "Allow",
    Action: ["s3:ListBucket"],
    Resource: [bucketArn],
    ...(prefix !== "" && { Condition: { StringLike: { "s3:prefix": below } } }),
  };
  const objects: Statement = {
    Sid: "Objects",
    Effect: "Allow",
    Action: ["s3:GetObject", ...(isWrite ? writeActions : [])],
    Resource: [`${bucketArn}/${below}`],
  };
  const key = (resource: string): Statement => ({
    Sid: "Key",
    Effect: "Allow",
    Action: ["kms:Decrypt", ...(isWrite ? ["kms:GenerateDataKey"] : [])],
    Resource: [resource],
  });
  return policyDocument(list, objects, ...(keyArn === undefined ? [] : [key(keyArn)]));
}

const writeActions = ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];

/** Refuses requests without TLS. */
export function tlsOnlyPolicy(bucketArn: string): PolicyDocument {
  return policyDocument({
    Sid: "TlsOnly",
    Effect: "Deny",
    // Only a Deny may have wildcards: it has to apply to everyone and everything, and grants nothing.
    Principal: "*",
    Action: ["s3:*"],
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  });
}

export interface TrustArgs {
  partition: string;
  accountId: string;
  namespace: string;
  serviceAccount: string;
}

/** Trusts the tokens of one service account, issued for STS by one cluster. */
export function irsaTrust({ oidcIssuer, ...args }: TrustArgs & { oidcIssuer: string }): PolicyDocument {
  const issuer = oidcIssuer.replace(/^https:\/\//, "");
  return policyDocument({
    Sid: "ServiceAccount",
    Effect: "Allow",
    Principal: { Federated: `arn:${args.partition}:iam::${args.accountId}:oidc-provider/${issuer}` },
    Action: ["sts:AssumeRoleWithWebIdentity"],
    Condition: {
      StringEquals: {
        [`${issuer}:sub`]: `system:serviceaccount:${args.namespace}:${args.serviceAccount}`,
        [`${issuer}:aud`]: "sts.amazonaws.com",
      },
    },
  });
}

/**
 * Trusts EKS Pod Identity to act for one service account of one cluster, by the session tags that it adds. The ARN of
 * the cluster names its account and region too. Source: EKS user guide, "Create IAM role with trust policy required by
 * EKS Pod Identity" and its list of session tags.
 */
export function podIdentityTrust(args: TrustArgs & { region: string; clusterName: string }): PolicyDocument {
  return policyDocument({
    Sid: "PodIdentity",
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        "aws:RequestTag/eks-cluster-arn": `arn:${args.partition}:eks:${args.region}:${args.accountId}:cluster/${args.clusterName}`,
        "aws:RequestTag/kubernetes-namespace": args.namespace,
        "aws:RequestTag/kubernetes-service-account": args.serviceAccount,
      },
    },
  });
}

export function policyDocument(...statements: Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}
