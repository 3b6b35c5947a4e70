import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { describe, expect, it } from "vitest";
import type { Grant } from "../../../../components/objectStore/objectStore.ts";
import { createS3ObjectStore } from "../../../../components/objectStore/s3/create.ts";
import { s3ObjectStore } from "../../../../config/objectStore/objectStore.ts";
import { at, stack } from "../../../support/stack.ts";

const config = {
  kind: "s3",
  buckets: { artifacts: { name: "ml-artifacts" }, backups: { name: "ml-backups" } },
  credentials: { kind: "configured", accessKeyId: "an-id", secretAccessKey: "a-key-of-enough" },
};

async function make(settings: object) {
  let grant: Grant | undefined;
  const recorded = await stack(() => {
    const issuer = new ConfigMap("cert-manager", {});
    const store = createS3ObjectStore("object-store", s3ObjectStore.parse({ ...config, ...settings }), {
      platform: "kubernetes",
      live: undefined,
      image: "example.com/mlflow:v1-full",
      inCluster: {},
      server: { image: "example.com/versitygw:v1", namespace: "ml", dependsOn: [issuer] },
    });
    const workload = { namespace: "ml", serviceAccount: "mlflow", prefix: "mlflow", access: "readWrite" } as const;
    grant = store.grant({ bucket: "artifacts", ...workload });
  });
  return { recorded, grant: grant as Grant };
}

describe("a store with a server of its own", () => {
  it("uses the endpoint, the CA and the keys of that server", async () => {
    const { grant } = await make({ server: {} });
    expect(grant.target).toMatchObject({ endpoint: "https://object-store-server.ml.svc:9000" });
    expect(grant.files).toEqual({ "/etc/object-store/ca.crt": { name: "object-store-server-tls", key: "ca.crt" } });
    expect(grant.secretKeyRefs.AWS_ACCESS_KEY_ID).toEqual({ name: "object-store-server-keys", key: "ACCESS_KEY_ID" });
    expect(grant.target).toMatchObject({ keys: { region: { name: "object-store-server-keys", key: "REGION" } } });
  });

  it("makes buckets after the server, and the server after cert-manager", async () => {
    const { recorded } = await make({ server: {} });
    const [server] = recorded.all("S3Server");
    const [store] = recorded.all("S3ObjectStore");
    expect(server && recorded.waitsFor(server)).toEqual(["cert-manager"]);
    expect(store && recorded.waitsFor(store)).toContain("object-store-server");
  });

  it("takes another image where one is named", async () => {
    const { recorded } = await make({ server: { image: "mirror.example.com/versitygw:v2" } });
    const image = at(recorded.one("Deployment"), "spec.template.spec.containers.0.image");
    expect(image).toBe("mirror.example.com/versitygw:v2");
  });
});

it("uses its endpoint otherwise, and makes no server", async () => {
  const { recorded, grant } = await make({ endpoint: "https://minio.example.com" });
  expect(recorded.all("S3Server")).toEqual([]);
  expect(grant.target).toMatchObject({ endpoint: "https://minio.example.com" });
});
