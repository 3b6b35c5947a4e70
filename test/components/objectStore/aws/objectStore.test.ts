import { describe, expect, it } from "vitest";
import type { AwsObjectStoreArgs } from "../../../../components/objectStore/aws/objectStore.ts";
import { at } from "../../../support/stack.ts";
import { awsArgs, cloudResources, keyArn, namesOf, podIdentity, store } from "./deployed.ts";

describe("the provider of AwsObjectStore", () => {
  it("is pinned to the region and account of the config", async () => {
    const { made } = await store();
    const provider = made.one("pulumi:providers:aws");
    expect(provider.inputs).toMatchObject({ region: "eu-central-1", allowedAccountIds: '["123456789012"]' });
    expect(made.parentOf(provider)?.name).toBe("store");
  });

  it("makes everything, as children of the store", async () => {
    const { made } = await store(podIdentity, {});
    const provider = made.one("pulumi:providers:aws");
    const resources = cloudResources(made);
    expect(resources.length).toBeGreaterThan(0);
    expect(resources.filter((each) => !each.provider?.startsWith(provider.urn))).toEqual([]);
    expect(
      resources.filter((each) => made.parentOf(each)?.type !== "mlops-platform:objectStore:AwsObjectStore"),
    ).toEqual([]);
  });
});

describe("a grant of AwsObjectStore", () => {
  it("gives the role a policy for the prefix", async () => {
    const { made } = await store({}, {});
    const policy = made.one("RolePolicy");
    expect(policy.inputs.role).toBe(made.one("Role").inputs.name);
    expect(at(policy, "policy")).toContain('"arn:aws:s3:::acme-artifacts/mlflow/*"');
    expect(made.waitsFor(policy)).toEqual(["store/mlops/mlflow"]);
  });

  it("reads only, when asked to", async () => {
    const { made } = await store({}, { access: "read" });
    expect(at(made.one("RolePolicy"), "policy")).not.toContain("s3:PutObject");
  });

  it("uses the key of an encrypted bucket", async () => {
    const { made } = await store({ encryption: { kind: "kms", keyArn } }, {});
    expect(at(made.one("RolePolicy"), "policy")).toContain(`"Resource":["${keyArn}"]`);
  });

  it("owns the bucket with the empty prefix", async () => {
    const { made, grant } = await store({}, { bucket: "backups", prefix: "" });
    expect(grant?.target).toMatchObject({ bucket: "acme-backups", prefix: "" });
    expect(at(made.one("RolePolicy"), "policy")).not.toContain("s3:prefix");
  });

  it("needs a region and no keys", async () => {
    const { grant } = await store({}, {});
    expect(grant).toMatchObject({
      target: { kind: "aws", bucket: "acme-artifacts", prefix: "mlflow", region: "eu-central-1" },
      env: { AWS_DEFAULT_REGION: "eu-central-1", AWS_REGION: "eu-central-1" },
      secretKeyRefs: {},
      egress: [{ ports: [{ port: 443, protocol: "TCP" }] }],
    });
  });

  it("is ready once bucket, role and policy are", async () => {
    const { grant } = await store({}, {});
    const types = grant?.ready.map((resource) => resource.constructor.name);
    expect(types).toEqual(expect.arrayContaining(["Bucket", "BucketPolicy", "Role", "RolePolicy"]));
  });

  it("adds a policy to the same role when asked for another prefix", async () => {
    const { made, grants } = await store({}, {}, { prefix: "models" });
    expect(made.all("Role")).toHaveLength(1);
    expect(namesOf(made.all("RolePolicy"))).toEqual([
      "RolePolicy store/mlops/mlflow/artifacts/mlflow",
      "RolePolicy store/mlops/mlflow/artifacts/models",
    ]);
    expect(new Set(made.all("RolePolicy").map(({ inputs }) => inputs.name)).size).toBe(2);
    expect(grants[1]?.annotations).toEqual(grants[0]?.annotations);
  });

  it("makes nothing more when asked for the same again", async () => {
    const { made, grants } = await store({}, {}, {});
    expect(made.all("RolePolicy")).toHaveLength(1);
    expect(grants[0]).toBe(grants[1]);
  });

  it("writes ARNs of the partition", async () => {
    const cloud = { ...awsArgs.cloud, region: "cn-north-1", partition: "aws-cn" as const };
    const { made, grant } = await store({ cloud }, {});
    expect(grant?.annotations["eks.amazonaws.com/role-arn"]).toMatch(/^arn:aws-cn:iam::/);
    expect(at(made.one("RolePolicy"), "policy")).toContain("arn:aws-cn:s3:::acme-artifacts");
  });
});

describe("AwsObjectStore refuses", () => {
  it.each<[string, Partial<AwsObjectStoreArgs>, string]>([
    ["IRSA without an issuer", { oidcIssuer: undefined }, "oidcIssuer: expected the issuer"],
    ["an issuer without TLS", { oidcIssuer: "http://issuer" }, "oidcIssuer: expected the issuer"],
    [
      "Pod Identity without a cluster",
      { identity: "podIdentity" },
      "clusterName: expected the name of the EKS cluster",
    ],
    [
      "a role of another account",
      { identities: { "mlops/mlflow": { roleArn: "arn:aws:iam::999999999999:role/x" } } },
      'roleArn: expected the ARN of a role in account 123456789012, found "arn:aws:iam::999999999999:role/x"',
    ],
    [
      "a key of another region",
      { encryption: { kind: "kms", keyArn: keyArn.replace("eu-central-1", "us-east-1") } },
      "encryption.keyArn: expected the ARN of a key in eu-central-1",
    ],
    [
      "one bucket for both",
      { buckets: { artifacts: { kind: "managed", name: "acme" }, backups: { kind: "managed", name: "acme" } } },
      'backups.name: expected another bucket than that of artifacts, found "acme"',
    ],
    ["no days", { noncurrentDays: 0 }, "noncurrentDays: expected"],
  ])("%s", async (_case, wrong, message) => {
    await expect(store(wrong)).rejects.toThrow(message);
  });

  it("all of it at once", async () => {
    const wrong = store({ oidcIssuer: undefined, noncurrentDays: 0, cloud: { ...awsArgs.cloud, accountId: "1" } });
    await expect(wrong).rejects.toThrow(/cloud\.accountId: [\s\S]*oidcIssuer: [\s\S]*noncurrentDays: /);
  });

  it("a prefix with slashes at its ends", async () => {
    await expect(store({}, { prefix: "/mlflow/" })).rejects.toThrow(
      'AwsObjectStore "store".grant has wrong args.\n  prefix: expected a path without slashes at its ends',
    );
  });
});
