import { secret } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { Grant, GrantArgs } from "../../../../components/objectStore/objectStore.ts";
import { S3ObjectStore, type S3ObjectStoreArgs } from "../../../../components/objectStore/s3/objectStore.ts";
import { Secret } from "../../../../graph/inputs.ts";
import { at, stack } from "../../../support/stack.ts";

const args: S3ObjectStoreArgs = {
  endpoint: "https://minio.example.com:9000",
  region: "us-east-1",
  pathStyle: true,
  buckets: { artifacts: { kind: "managed", name: "ml-artifacts" }, backups: { kind: "existing", name: "ml-backups" } },
  credentials: { kind: "existing", secretName: "keys", accessKeyIdKey: "ID", secretAccessKeyKey: "SECRET" },
  platform: "kubernetes",
  image: "example.com/mlflow:v1-full",
};

const toArtifacts: GrantArgs = {
  bucket: "artifacts",
  namespace: "ml",
  serviceAccount: "mlflow",
  prefix: "mlflow",
  access: "readWrite",
};

async function grant(changes: Partial<S3ObjectStoreArgs> = {}, ...asked: [GrantArgs, ...GrantArgs[]] | []) {
  const grants: Grant[] = [];
  const recorded = await stack(() => {
    const store = new S3ObjectStore("object-store", { ...args, ...changes });
    grants.push(...(asked.length > 0 ? asked : [toArtifacts]).map((each) => store.grant(each)));
  });
  return { grants, grant: grants[0] as Grant, recorded };
}

describe("a grant of an S3-compatible store", () => {
  it("has an endpoint, a region and keys from the workload's own namespace", async () => {
    const { grant: given } = await grant();
    expect(given.target).toEqual({
      kind: "s3",
      bucket: "ml-artifacts",
      prefix: "mlflow",
      endpoint: "https://minio.example.com:9000",
      region: "us-east-1",
      pathStyle: true,
      keys: { accessKeyId: { name: "keys", key: "ID" }, secretAccessKey: { name: "keys", key: "SECRET" } },
    });
    expect(given.env.AWS_DEFAULT_REGION).toBe("us-east-1");
    expect(given.secretKeyRefs).toEqual({
      AWS_ACCESS_KEY_ID: { name: "keys", key: "ID" },
      AWS_SECRET_ACCESS_KEY: { name: "keys", key: "SECRET" },
    });
  });

  it("sends checksums only where an operation requires them", async () => {
    const { grant: given } = await grant();
    expect(given.env).toMatchObject({
      AWS_REQUEST_CHECKSUM_CALCULATION: "when_required",
      AWS_RESPONSE_CHECKSUM_VALIDATION: "when_required",
    });
  });

  it("mounts the store's own CA", async () => {
    const { grant: given } = await grant({ ca: { secretName: "store-ca", key: "tls.crt" } });
    expect(given.env.AWS_CA_BUNDLE).toBe("/etc/object-store/ca.crt");
    expect(given.files).toEqual({ "/etc/object-store/ca.crt": { name: "store-ca", key: "tls.crt" } });
    expect(given.target).toMatchObject({ ca: { name: "store-ca", key: "tls.crt" } });
  });

  it.each([
    ["https://s3.example.com", 443],
    ["http://s3.example.com", 80],
    ["https://s3.example.com:9000", 9000],
  ])("allows egress to %s on port %i", async (endpoint, port) => {
    const { grant: given } = await grant({ endpoint });
    expect(given.egress).toEqual([{ ports: [{ port, protocol: "TCP" }] }]);
  });
});

describe("keys from config", () => {
  const credentials = {
    kind: "configured",
    accessKeyId: secret("canary-id"),
    secretAccessKey: secret("canary-key"),
  } as const;

  it("become one Secret in each namespace, with the region", async () => {
    const { recorded, grants } = await grant(
      { credentials },
      toArtifacts,
      { ...toArtifacts, bucket: "backups" },
      { ...toArtifacts, namespace: "other" },
    );
    expect(recorded.all("Secret").map((made) => at(made, "metadata.namespace"))).toEqual(["ml", "other"]);
    expect(at(recorded.one("Secret", "object-store-keys-ml"), "stringData")).toBeInstanceOf(Secret);
    expect(JSON.stringify(recorded.resources)).not.toContain("canary");
    expect(grants[1]?.target).toMatchObject({ keys: { region: { name: "object-store-keys", key: "REGION" } } });
  });
});

describe("a managed bucket", () => {
  it("is made once, by a Job with the store's keys, before its workloads start", async () => {
    const { recorded, grants } = await grant({}, toArtifacts, { ...toArtifacts, serviceAccount: "other" });
    const job = recorded.one("Job");
    expect(at(job, "metadata.name")).toBe("object-store-artifacts-bucket");
    expect(at(job, "spec.template.spec.containers.0.env")).toContainEqual({ name: "BUCKET", value: "ml-artifacts" });
    expect(at(job, "spec.template.spec.containers.0.env")).toContainEqual({
      name: "AWS_ACCESS_KEY_ID",
      valueFrom: { secretKeyRef: { name: "keys", key: "ID" } },
    });
    expect(grants.map(({ ready }) => ready.length)).toEqual([1, 1]);
  });

  it("is made under an account of its own, without a token", async () => {
    const { recorded } = await grant();
    const account = at(recorded.one("ServiceAccount"), "metadata.name");
    expect(at(recorded.one("Job"), "spec.template.spec")).toMatchObject({
      serviceAccountName: account,
      automountServiceAccountToken: false,
    });
  });

  it("may reach the store and nothing else", async () => {
    const { recorded } = await grant();
    const ports = (
      at(recorded.one("NetworkPolicy"), "spec.egress") as unknown as { ports: { port: number }[] }[]
    ).flatMap((rule) => rule.ports);
    expect([...new Set(ports.map(({ port }) => port))]).toEqual([53, 5353, 9000]);
  });

  it("is not made if it exists", async () => {
    const { recorded } = await grant({}, { ...toArtifacts, bucket: "backups" });
    expect(recorded.all("Job")).toEqual([]);
  });
});

describe("wrong args", () => {
  it.each([
    ["an endpoint that is no URL", { endpoint: "minio:9000" }, "endpoint: expected a URL such as"],
    [
      "a bucket with capitals",
      { buckets: { ...args.buckets, artifacts: { kind: "managed", name: "ML" } } } as const,
      "buckets.artifacts.name: expected a bucket name",
    ],
  ])("are refused: %s", async (_case, wrong, message) => {
    await expect(grant(wrong)).rejects.toThrow(message);
  });

  it("of a grant are refused too", async () => {
    await expect(grant({}, { ...toArtifacts, prefix: "/mlflow" })).rejects.toThrow(
      "prefix: expected a path without slashes at its ends",
    );
  });
});
