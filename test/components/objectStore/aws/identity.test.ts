import type { Resource } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { AwsObjectStore, type AwsObjectStoreArgs } from "../../../../components/objectStore/aws/objectStore.ts";
import type { AwsInlinePolicy, AwsRole } from "../../../../components/objectStore/objectStore.ts";
import { at, stack } from "../../../support/stack.ts";
import { awsArgs, mlflow, podIdentity, roleArn, store } from "./deployed.ts";

describe("the role that AwsObjectStore makes", () => {
  it("trusts one service account alone, which is annotated with it", async () => {
    const { made, grant } = await store({}, {});
    const role = made.one("Role");
    expect(role.inputs.name).toMatch(/^ml-mlops-mlflow-[0-9a-f]{8}$/);
    expect(grant?.annotations).toEqual({
      "eks.amazonaws.com/role-arn": `arn:aws:iam::123456789012:role/${role.inputs.name}`,
    });
    expect(at(role, "assumeRolePolicy")).toContain(':sub":"system:serviceaccount:mlops:mlflow"');
    expect(made.all("PodIdentityAssociation")).toEqual([]);
  });

  it("is another for another workload", async () => {
    const { made } = await store({}, {}, { serviceAccount: "gc" });
    expect(new Set(made.all("Role").map(({ inputs }) => inputs.name)).size).toBe(2);
  });

  it("has a name of 64 characters at most", async () => {
    const { made } = await store({}, { namespace: "n".repeat(63), serviceAccount: "s".repeat(63) });
    expect(String(made.one("Role").inputs.name).length).toBeLessThanOrEqual(64);
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
      const role = new AwsObjectStore("store", { ...awsArgs, ...change }).awsRole(of);
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
      const objectStore = new AwsObjectStore("store", awsArgs);
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
      'AwsObjectStore "store".awsRole has wrong args.\n  serviceAccount: expected a Kubernetes name',
    );
  });
});
