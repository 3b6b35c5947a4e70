import type { Resource } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { AwsObjectStore, type AwsObjectStoreArgs } from "../../../../components/objectStore/aws/objectStore.ts";
import type { AwsInlinePolicy, AwsRole, Grant, GrantArgs } from "../../../../components/objectStore/objectStore.ts";
import { awsCloud } from "../../../../config/cloud.ts";
import { awsObjectStore } from "../../../../config/objectStore/objectStore.ts";
import { at, type Stack, stack } from "../../../support/stack.ts";

const roleArn = "arn:aws:iam::123456789012:role/team/mlflow";
const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/0b1c";

// From config, in one expression: whatever a stack may say has to fit the args.
const args: AwsObjectStoreArgs = {
  cloud: awsCloud.parse({ region: "eu-central-1", accountId: "123456789012" }),
  oidcIssuer: "https://oidc.eks.eu-central-1.amazonaws.com/id/ABC",
  ...awsObjectStore.parse({
    kind: "aws",
    buckets: { artifacts: { name: "acme-artifacts" }, backups: { name: "acme-backups" } },
  }),
};
const existing: AwsObjectStoreArgs["buckets"] = {
  artifacts: { kind: "existing", name: "acme-artifacts" },
  backups: { kind: "existing", name: "acme-backups" },
};
const podIdentity = { identity: "podIdentity", clusterName: "prod" } as const;
const mlflow: GrantArgs = {
  bucket: "artifacts",
  namespace: "mlops",
  serviceAccount: "mlflow",
  prefix: "mlflow",
  access: "readWrite",
};

/** Makes the store, asks for the grants, and shows both. */
async function store(change: Partial<AwsObjectStoreArgs> = {}, ...asked: Partial<GrantArgs>[]) {
  const grants: Grant[] = [];
  const made = await stack(() => {
    const objectStore = new AwsObjectStore("store", { ...args, ...change });
    grants.push(...asked.map((grant) => objectStore.grant({ ...mlflow, ...grant })));
  });
  const [grant] = grants;
  return { made, grants, grant };
}

function names(resources: { name: string; type: string }[]): string[] {
  return resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
}

/** Everything that an AWS provider makes. */
function cloudResources(made: Stack) {
  return made.resources.filter(({ type }) => type.startsWith("aws:"));
}

describe("the buckets of AwsObjectStore", () => {
  it("are private, versioned, encrypted and reached by TLS", async () => {
    const { made } = await store();
    const bucket = "acme-artifacts";
    expect(made.one("Bucket", "store-artifacts").inputs).toMatchObject({ bucket, forceDestroy: false });
    expect(made.one("BucketPublicAccessBlock", "store-artifacts").inputs).toEqual({
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(at(made.one("BucketOwnershipControls", "store-artifacts"), "rule.objectOwnership")).toBe(
      "BucketOwnerEnforced",
    );
    expect(at(made.one("BucketVersioning", "store-artifacts"), "versioningConfiguration.status")).toBe("Enabled");
    expect(at(made.one("BucketPolicy", "store-artifacts"), "policy")).toContain('"aws:SecureTransport":"false"');
  });

  it("are encrypted with keys of S3", async () => {
    const { made } = await store();
    const encryption = made.one("BucketServerSideEncryptionConfiguration", "store-backups");
    expect(at(encryption, "rules")).toEqual([{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]);
  });

  it("are encrypted with your key and bucket keys", async () => {
    const { made } = await store({ encryption: { kind: "kms", keyArn } });
    const encryption = made.one("BucketServerSideEncryptionConfiguration", "store-backups");
    expect(at(encryption, "rules")).toEqual([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
        bucketKeyEnabled: true,
      },
    ]);
  });

  it("drop old versions and unfinished uploads, once they are versioned", async () => {
    const { made } = await store({ noncurrentDays: 12 });
    const lifecycle = made.one("BucketLifecycleConfiguration", "store-artifacts");
    expect(at(lifecycle, "rules.0.noncurrentVersionExpiration")).toEqual({ noncurrentDays: 12 });
    expect(at(lifecycle, "rules.1.abortIncompleteMultipartUpload")).toEqual({ daysAfterInitiation: 7 });
    const [versioning] = made.all("BucketVersioning");
    expect(lifecycle.dependsOn).toEqual([versioning?.urn]);
  });

  it.each([
    ["retain", true],
    ["delete", false],
  ] as const)("with %s are protected and kept, with all that hardens them: %s", async (retention, kept) => {
    const { made } = await store({ retention }, {});
    const stateful = cloudResources(made).filter(({ type }) => type.startsWith("aws:s3/"));
    expect(stateful).toHaveLength(14);
    expect(stateful.every(({ protect, retainOnDelete }) => protect === kept && retainOnDelete === kept)).toBe(true);
    expect(made.one("Role")).toMatchObject({ protect: false, retainOnDelete: false });
  });

  it("are left alone if they exist", async () => {
    const { made, grant } = await store({ buckets: existing }, {});
    expect(names(cloudResources(made))).toEqual([
      "Role store/mlops/mlflow",
      "RolePolicy store/mlops/mlflow/artifacts/mlflow",
    ]);
    expect(grant?.target).toMatchObject({ bucket: "acme-artifacts", prefix: "mlflow" });
  });
});

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
    const made_ = cloudResources(made);
    expect(made_.length).toBeGreaterThan(0);
    expect(made_.filter((each) => !each.provider?.startsWith(provider.urn))).toEqual([]);
    expect(made_.filter((each) => made.parentOf(each)?.type !== "mlops-platform:objectStore:AwsObjectStore")).toEqual(
      [],
    );
  });
});

describe("a grant of AwsObjectStore", () => {
  it("annotates the service account with a role that trusts it alone", async () => {
    const { made, grant } = await store({}, {});
    const role = made.one("Role");
    expect(role.inputs.name).toMatch(/^ml-mlops-mlflow-[0-9a-f]{8}$/);
    expect(grant?.annotations).toEqual({
      "eks.amazonaws.com/role-arn": `arn:aws:iam::123456789012:role/${role.inputs.name}`,
    });
    expect(at(role, "assumeRolePolicy")).toContain(':sub":"system:serviceaccount:mlops:mlflow"');
    expect(made.all("PodIdentityAssociation")).toEqual([]);
  });

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
    expect(names(made.all("RolePolicy"))).toEqual([
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

  it("gives another workload another role", async () => {
    const { made } = await store({}, {}, { serviceAccount: "gc" });
    expect(new Set(made.all("Role").map(({ inputs }) => inputs.name)).size).toBe(2);
  });

  it("keeps to the 64 characters of a role's name", async () => {
    const { made } = await store({}, { namespace: "n".repeat(63), serviceAccount: "s".repeat(63) });
    expect(String(made.one("Role").inputs.name).length).toBeLessThanOrEqual(64);
  });

  it("writes ARNs of the partition", async () => {
    const cloud = { ...args.cloud, region: "cn-north-1", partition: "aws-cn" as const };
    const { made, grant } = await store({ cloud }, {});
    expect(grant?.annotations["eks.amazonaws.com/role-arn"]).toMatch(/^arn:aws-cn:iam::/);
    expect(at(made.one("RolePolicy"), "policy")).toContain("arn:aws-cn:s3:::acme-artifacts");
  });
});

describe("Pod Identity", () => {
  it("associates the role with the service account, which needs no annotation", async () => {
    const { made, grant } = await store(podIdentity, {});
    expect(made.one("PodIdentityAssociation").inputs).toMatchObject({
      clusterName: "prod",
      namespace: "mlops",
      serviceAccount: "mlflow",
      roleArn: `arn:aws:iam::123456789012:role/${made.one("Role").inputs.name}`,
    });
    expect(at(made.one("Role"), "assumeRolePolicy")).toContain("pods.eks.amazonaws.com");
    expect(grant?.annotations).toEqual({});
  });

  it("allows egress to its agent", async () => {
    const { grant } = await store(podIdentity, {});
    expect(grant?.egress[1]).toEqual({
      ports: [{ port: 80, protocol: "TCP" }],
      to: [{ ipBlock: { cidr: "169.254.170.23/32" } }, { ipBlock: { cidr: "fd00:ec2::23/128" } }],
    });
  });

  it("needs no issuer", async () => {
    const { made } = await store({ ...podIdentity, oidcIssuer: undefined }, {});
    expect(made.all("PodIdentityAssociation")).toHaveLength(1);
  });
});

describe("an existing role", () => {
  const identities = { "mlops/mlflow": { roleArn } };

  it("gets the policy, and keeps its trust policy", async () => {
    const { made, grant } = await store({ identities }, {});
    expect(made.all("Role")).toEqual([]);
    expect(made.one("RolePolicy").inputs.role).toBe("mlflow");
    expect(grant?.annotations).toEqual({ "eks.amazonaws.com/role-arn": roleArn });
  });

  it("is associated by Pod Identity", async () => {
    const { made } = await store({ ...podIdentity, identities }, {});
    expect(made.all("Role")).toEqual([]);
    expect(made.one("PodIdentityAssociation").inputs.roleArn).toBe(roleArn);
  });

  it("is used by its own workload only", async () => {
    const { made } = await store({ identities }, { serviceAccount: "other" });
    expect(made.all("Role")).toHaveLength(1);
  });
});

describe("the role of a workload", () => {
  const workload = { namespace: "mlops", serviceAccount: "mlflow" };
  const inline: AwsInlinePolicy = {
    path: ["queue", "jobs"],
    name: "jobs",
    statement: { Sid: "Send", Effect: "Allow", Action: ["sqs:SendMessage"], Resource: ["arn:aws:sqs:::jobs"] },
  };
  const identities = { "mlops/mlflow": { roleArn } };

  /** Makes the store, asks for the role, and attaches one policy. */
  async function attached(change: Partial<AwsObjectStoreArgs> = {}, of = workload) {
    const asked: { role: AwsRole; ready: Resource[] }[] = [];
    const made = await stack(() => {
      const role = new AwsObjectStore("store", { ...args, ...change }).awsRole(of);
      asked.push({ role, ready: role.attach(inline) });
    });
    return { made, ...(asked[0] as { role: AwsRole; ready: Resource[] }) };
  }

  it("takes an inline policy", async () => {
    const { made, role, ready } = await attached();
    const { name } = made.one("Role").inputs;
    expect(made.one("RolePolicy", "store/mlops/mlflow/queue/jobs").inputs).toMatchObject({ name: "jobs", role: name });
    expect(role).toMatchObject({
      region: "eu-central-1",
      accountId: "123456789012",
      partition: "aws",
      annotations: { "eks.amazonaws.com/role-arn": `arn:aws:iam::123456789012:role/${name}` },
    });
    expect(ready.map((resource) => resource.constructor.name)).toEqual(["Role", "RolePolicy"]);
  });

  it("is that of the workload's grants, and takes a policy once", async () => {
    const made = await stack(() => {
      const objectStore = new AwsObjectStore("store", args);
      objectStore.grant(mlflow);
      objectStore.awsRole(workload).attach(inline);
      objectStore.awsRole(workload).attach(inline);
    });
    expect(made.all("Role")).toHaveLength(1);
    expect(made.all("RolePolicy")).toHaveLength(2);
  });

  it("may exist already", async () => {
    const { made, role } = await attached({ identities });
    expect(made.one("RolePolicy").inputs.role).toBe("mlflow");
    expect(role.annotations).toEqual({ "eks.amazonaws.com/role-arn": roleArn });
  });

  it("needs no annotation with Pod Identity", async () => {
    const { made, role } = await attached(podIdentity);
    expect(role.annotations).toEqual({});
    expect(made.all("PodIdentityAssociation")).toHaveLength(1);
  });

  it("is refused to a service account without a name", async () => {
    await expect(attached({}, { ...workload, serviceAccount: "" })).rejects.toThrow(
      "serviceAccount: expected a Kubernetes name",
    );
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
    const wrong = store({ oidcIssuer: undefined, noncurrentDays: 0, cloud: { ...args.cloud, accountId: "1" } });
    await expect(wrong).rejects.toThrow(/cloud\.accountId: [\s\S]*oidcIssuer: [\s\S]*noncurrentDays: /);
  });

  it("a prefix with slashes at its ends", async () => {
    await expect(store({}, { prefix: "/mlflow/" })).rejects.toThrow(
      'AwsObjectStore "store".grant has wrong args.\n  prefix: expected a path without slashes at its ends',
    );
  });
});
