import { describe, expect, it } from "vitest";
import {
  grantPolicy,
  irsaTrust,
  type PolicyDocument,
  podIdentityTrust,
  tlsOnlyPolicy,
} from "../../../../components/objectStore/aws/policy.ts";

const bucketArn = "arn:aws:s3:::acme-artifacts";
const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/0b1c";
const workload = { partition: "aws", accountId: "123456789012", namespace: "mlops", serviceAccount: "mlflow" };

const irsa = irsaTrust({ ...workload, oidcIssuer: "https://oidc.eks.eu-central-1.amazonaws.com/id/ABC" });
const podIdentity = podIdentityTrust({ ...workload, region: "eu-central-1", clusterName: "prod" });

function statement(document: PolicyDocument, sid: string) {
  return document.Statement.find(({ Sid }) => Sid === sid);
}

describe("a grant's policy", () => {
  it("lists and reads below the prefix only", () => {
    const policy = grantPolicy({ bucketArn, prefix: "mlflow", access: "read" });
    expect(policy.Statement).toEqual([
      {
        Sid: "List",
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: [bucketArn],
        Condition: { StringLike: { "s3:prefix": "mlflow/*" } },
      },
      { Sid: "Objects", Effect: "Allow", Action: ["s3:GetObject"], Resource: [`${bucketArn}/mlflow/*`] },
    ]);
  });

  it("writes, deletes and finishes uploads with readWrite", () => {
    const policy = grantPolicy({ bucketArn, prefix: "mlflow", access: "readWrite" });
    expect(statement(policy, "Objects")?.Action).toEqual([
      "s3:GetObject",
      "s3:PutObject",
      "s3:DeleteObject",
      "s3:AbortMultipartUpload",
      "s3:ListMultipartUploadParts",
    ]);
  });

  it("owns the bucket with the empty prefix: HeadBucket asks for an unconditional list", () => {
    const policy = grantPolicy({ bucketArn, prefix: "", access: "readWrite" });
    expect(statement(policy, "List")).not.toHaveProperty("Condition");
    expect(statement(policy, "Objects")?.Resource).toEqual([`${bucketArn}/*`]);
  });

  it.each([
    ["read", ["kms:Decrypt"]],
    ["readWrite", ["kms:Decrypt", "kms:GenerateDataKey"]],
  ] as const)("uses the key of an encrypted bucket to %s", (access, actions) => {
    const policy = grantPolicy({ bucketArn, prefix: "mlflow", access, keyArn });
    expect(statement(policy, "Key")).toMatchObject({ Action: actions, Resource: [keyArn] });
  });
});

const allowing: [string, PolicyDocument, string][] = [
  ["read", grantPolicy({ bucketArn, prefix: "team/mlflow", access: "read", keyArn }), "team/mlflow"],
  ["readWrite", grantPolicy({ bucketArn, prefix: "team/mlflow", access: "readWrite", keyArn }), "team/mlflow"],
  ["a whole bucket", grantPolicy({ bucketArn, prefix: "", access: "readWrite", keyArn }), ""],
  ["the trust of IRSA", irsa, ""],
  ["the trust of Pod Identity", podIdentity, ""],
];

describe.each(allowing)("wildcards: %s", (_case, document, prefix) => {
  const below = prefix === "" ? `${bucketArn}/*` : `${bucketArn}/${prefix}/*`;

  it("only allows", () => {
    expect(document.Statement.map(({ Effect }) => Effect)).not.toContain("Deny");
  });

  it("has none in an action or a principal", () => {
    const named = document.Statement.map(({ Action, Principal }) => ({ Action, Principal }));
    expect(JSON.stringify(named)).not.toMatch(/[*?]/);
  });

  it("has none in a resource but the end of the granted prefix", () => {
    const wild = document.Statement.flatMap(({ Resource = [] }) => Resource).filter((arn) => /[*?]/.test(arn));
    expect(wild.filter((arn) => arn !== below)).toEqual([]);
  });

  it("has none in a condition but the end of the granted prefix", () => {
    const values = document.Statement.flatMap(({ Condition = {} }) => Object.values(Condition)).flatMap((each) =>
      Object.values(each),
    );
    const wild = values.filter((value) => /[*?]/.test(value));
    expect(wild.filter((value) => prefix === "" || value !== `${prefix}/*`)).toEqual([]);
  });
});

describe("a bucket's own policy", () => {
  it("denies everyone what is not TLS, and allows nothing", () => {
    expect(tlsOnlyPolicy(bucketArn).Statement).toEqual([
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:*"],
        Resource: [bucketArn, `${bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });
});

describe("trust", () => {
  it("IRSA: one service account's tokens, issued for STS", () => {
    expect(irsa.Statement[0]).toMatchObject({
      Principal: {
        Federated: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/ABC",
      },
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Condition: {
        StringEquals: {
          "oidc.eks.eu-central-1.amazonaws.com/id/ABC:sub": "system:serviceaccount:mlops:mlflow",
          "oidc.eks.eu-central-1.amazonaws.com/id/ABC:aud": "sts.amazonaws.com",
        },
      },
    });
  });

  it("Pod Identity: one service account of one cluster", () => {
    expect(podIdentity.Statement[0]).toMatchObject({
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringEquals: {
          "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:eu-central-1:123456789012:cluster/prod",
          "aws:RequestTag/kubernetes-namespace": "mlops",
          "aws:RequestTag/kubernetes-service-account": "mlflow",
        },
      },
    });
  });
});
