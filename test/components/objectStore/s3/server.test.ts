import { secret } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { S3Server, type S3ServerArgs } from "../../../../components/objectStore/s3/server.ts";
import { Secret } from "../../../../graph/inputs.ts";
import { at, stack } from "../../../support/stack.ts";

const args: S3ServerArgs = {
  namespace: "ml",
  size: "5Gi",
  image: "example.com/versitygw:v1.8.0",
  platform: "kubernetes",
  region: "eu-x-1",
  credentials: { accessKeyId: secret("canary-id"), secretAccessKey: secret("canary-key") },
  retention: "retain",
};

async function make(changes: Partial<S3ServerArgs> = {}) {
  let server: S3Server | undefined;
  const recorded = await stack(() => {
    server = new S3Server("store", { ...args, ...changes });
  });
  return { ...recorded, one: recorded.one, all: recorded.all, recorded, server: server as S3Server };
}

describe("a trial S3 server", () => {
  it("serves at its Service, with a certificate that clients in its namespace can verify", async () => {
    const { server, one } = await make();
    expect(server.endpoint).toBe("https://store.ml.svc:9000");
    expect(server.ca).toEqual({ secretName: "store-tls", key: "ca.crt" });
    expect(at(one("Certificate", "store-tls"), "spec.dnsNames")).toContain("store.ml.svc");
    expect(at(one("Service"), "spec.ports.0.port")).toBe(9000);
  });

  it("waits for its CA, its certificate, its keys and its volume", async () => {
    const { recorded, one } = await make();
    expect(recorded.waitsFor(one("Deployment"))).toEqual(expect.arrayContaining(["store-ca", "store-tls", "store"]));
    expect(recorded.waitsFor(one("Issuer", "store-ca"))).toContain("store-ca");
    // Empty annotations would be a change at every further `up`.
    expect(at(one("Issuer", "store-ca"), "metadata.annotations")).toBeUndefined();
    for (const certificate of recorded.all("Certificate")) {
      expect(at(certificate, "metadata.annotations")).toEqual({ "pulumi.com/waitFor": "condition=Ready" });
    }
  });

  it("reads its keys from a Secret only", async () => {
    const { recorded, one, server } = await make();
    expect(at(one("Secret"), "stringData")).toBeInstanceOf(Secret);
    expect(JSON.stringify(recorded.resources)).not.toContain("canary");
    expect(server.credentials).toEqual({
      kind: "existing",
      secretName: "store-keys",
      accessKeyIdKey: "ACCESS_KEY_ID",
      secretAccessKeyKey: "SECRET_ACCESS_KEY",
      regionKey: "REGION",
    });
    expect(at(one("Deployment"), "spec.template.spec.containers.0.env")).toEqual([
      {
        name: "ROOT_ACCESS_KEY_ID",
        valueFrom: { secretKeyRef: { name: "store-keys", key: "ACCESS_KEY_ID" } },
      },
      {
        name: "ROOT_SECRET_ACCESS_KEY",
        valueFrom: { secretKeyRef: { name: "store-keys", key: "SECRET_ACCESS_KEY" } },
      },
    ]);
  });

  it("accepts signatures for the store's region, over TLS only", async () => {
    const { one } = await make();
    const given = at(one("Deployment"), "spec.template.spec.containers.0.args");
    expect(given).toEqual(
      expect.arrayContaining([
        "--region=eu-x-1",
        "--cert=/etc/object-store-tls/tls.crt",
        "--key=/etc/object-store-key/tls.key",
      ]),
    );
    expect(at(one("Deployment"), "spec.template.spec.containers.0.readinessProbe.httpGet.scheme")).toBe("HTTPS");
  });

  it("admits the pods of its namespace, and allows no egress", async () => {
    const { one } = await make();
    expect(at(one("NetworkPolicy"), "spec")).toMatchObject({
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ ports: [{ port: 9000, protocol: "TCP" }], from: [{ podSelector: {} }] }],
      egress: [],
    });
  });

  it("mounts no API token", async () => {
    const { one } = await make();
    expect(at(one("ServiceAccount"), "automountServiceAccountToken")).toBe(false);
    expect(at(one("Deployment"), "spec.template.spec.automountServiceAccountToken")).toBe(false);
  });

  it("labels its objects as those of a trial", async () => {
    const { one } = await make();
    for (const kind of ["Deployment", "PersistentVolumeClaim", "Service"]) {
      expect(at(one(kind), "metadata.labels")).toMatchObject({ "mlops-platform/tryout": "true" });
    }
  });

  it.each([
    ["retain", true],
    ["delete", false],
  ] as const)("keeps its volume as retention says: %s", async (retention, isKept) => {
    const { one } = await make({ retention });
    const { protect, retainOnDelete } = one("PersistentVolumeClaim");
    expect({ protect, retainOnDelete }).toEqual({ protect: isKept, retainOnDelete: isKept });
  });

  it("writes its volume from one pod at a time", async () => {
    const { one } = await make();
    expect(at(one("Deployment"), "spec")).toMatchObject({ replicas: 1, strategy: { type: "Recreate" } });
  });

  it("leaves the user id to OpenShift", async () => {
    const { one } = await make({ platform: "openshift" });
    expect(at(one("Deployment"), "spec.template.spec.securityContext.runAsUser")).toBeUndefined();
  });

  it.each([
    ["a size that is no quantity", { size: "big" }, "size: expected a quantity such as 20Gi"],
    ["an image without a tag", { image: "versitygw" }, "image: expected an image with its tag or digest"],
  ])("refuses %s", async (_case, wrong, message) => {
    await expect(make(wrong)).rejects.toThrow(message);
  });
});
