import { describe, expect, it } from "vitest";
import { ObjectStoreDouble } from "../../support/objectStoreDouble.ts";
import { deployed } from "./deployed.ts";
import { stores } from "./stores.ts";

const onVolume = { storage: { persistence: { enabled: true, size: "100Gi" } } };
const migrate = { prefix: "", migrate: true };
const role = expect.stringMatching(/^arn:aws:iam::123456789012:role\/ml-mlops-mlops-storage-[0-9a-f]{8}$/);
const account = expect.stringMatching(/^ml-mlops-mlops-storag-[0-9a-f]{8}@acme-mlops\.iam\.gserviceaccount\.com$/);
const clientId = "00000000-0000-0000-0000-000000000000";
const minio = "s3://acme-models?endpoint=https://minio.example.com:9000&region=us-east-1&hostname_immutable=true";
const keys = { access_key_id: "[secret]", secret_access_key: "[secret]" };

const clouds = [
  {
    cloud: "aws",
    store: stores.aws,
    identity: { serviceAccount: { create: true, annotations: { "eks.amazonaws.com/role-arn": role } } },
    bucket: { url: "s3://acme-models?region=eu-central-1" },
    migration: { cloudProvider: "s3", bucketName: "acme-models", region: "eu-central-1" },
  },
  {
    cloud: "gcp",
    store: stores.gcp,
    identity: { serviceAccount: { create: true, annotations: { "iam.gke.io/gcp-service-account": account } } },
    bucket: { url: "gs://acme-models" },
    migration: { cloudProvider: "gcs", bucketName: "acme-models", region: "EU" },
  },
  {
    cloud: "azure",
    store: stores.azure,
    identity: {
      serviceAccount: { create: true, annotations: { "azure.workload.identity/client-id": clientId } },
      extraPodLabels: { "azure.workload.identity/use": "true" },
    },
    bucket: { url: "azblob://acme-models" },
    migration: {
      cloudProvider: "azureblob",
      bucketName: "acme-models",
      region: "westeurope",
      accountName: "acmemlops",
    },
  },
  {
    cloud: "on premises",
    store: stores.s3,
    identity: {},
    bucket: { url: minio, ...keys },
    migration: {
      cloudProvider: "minio",
      bucketName: "acme-models",
      region: "us-east-1",
      endpoint: "https://minio.example.com:9000",
      ...keys,
    },
  },
];

describe.each(clouds)("storage on $cloud", ({ store, identity, bucket, migration }) => {
  const make = () => store();

  it("stays on its volume up to 0.67, and asks for no bucket", async () => {
    const objectStore = new ObjectStoreDouble();
    const { values } = await deployed({ release: "0.67", values: onVolume, objectStore });
    expect(values).toEqual(onVolume);
    expect(objectStore.asked).toEqual([]);
  });

  it("is migrated to the bucket by 0.68 in MIGRATE mode, as in the guide", async () => {
    const { values } = await deployed({
      release: "0.68",
      valuesRelease: "0.67",
      values: onVolume,
      storage: migrate,
      store: make,
    });
    expect(values.storage).toEqual({
      ...identity,
      persistence: { enabled: true, size: "100Gi" },
      cloudPersistence: { enabled: true, ...bucket },
      pvcMigration: { enabled: true, ...migration },
    });
  });

  it.each(["0.69", "0.70", "1.1"])("is in the bucket alone at %s", async (release) => {
    const { values } = await deployed({
      release,
      valuesRelease: "0.67",
      values: onVolume,
      answers: { storageMigrated: true },
      storage: migrate,
      store: make,
    });
    const { auth: _, ...storage } = values.storage;
    expect(storage).toEqual({ ...identity, cloudPersistence: bucket });
  });

  it("is in the bucket from the start, where nothing was on a volume", async () => {
    const { values } = await deployed({ release: "0.68", store: make });
    expect(values.storage).toEqual({ ...identity, cloudPersistence: { enabled: true, ...bucket } });
  });
});

describe("storage", () => {
  it("stays on its volume at 0.68 until told to migrate, since an empty bucket would hide every model", async () => {
    const { values } = await deployed({ release: "0.68", values: onVolume, store: stores.aws });
    expect(values).toEqual(onVolume);
  });

  it("is blocked where the migration from a volume would be skipped", async () => {
    const skipping = { release: "0.69", valuesRelease: "0.67", values: onVolume };
    const { errors } = await deployed({ ...skipping, storage: migrate, store: stores.aws });
    expect(errors).toEqual([expect.stringContaining("storage-on-volume")]);
    const answered = await deployed({ ...skipping, store: stores.aws, answers: { storageMigrated: true } });
    expect(answered.errors).toEqual([expect.stringContaining("no-blob-storage")]);
  });

  it("migrates to the bucket of the user's own answer, which takes precedence", async () => {
    const objectStore = { provider: "s3", bucket: "own", region: "us-east-1", roleArn: "arn:own" } as const;
    const { values, warnings } = await deployed({
      release: "0.68",
      valuesRelease: "0.67",
      values: onVolume,
      answers: { objectStore },
      storage: migrate,
      store: stores.aws,
    });
    expect(values.storage.cloudPersistence.url).toBe("s3://own?region=us-east-1");
    expect(warnings).toContainEqual(expect.stringMatching(/^storage\.cloudPersistence\.url in values differs/));
  });

  it("is below a prefix on AWS, which ends with a slash", async () => {
    const { values, recorded } = await deployed({ storage: { prefix: "h2o", migrate: false }, store: stores.aws });
    expect(values.storage.cloudPersistence.url).toBe("s3://acme-models?region=eu-central-1&prefix=h2o/");
    expect(recorded.one("RolePolicy").inputs.policy).toContain("arn:aws:s3:::acme-models/h2o/*");
  });

  it.each(["gcp", "azure", "s3"] as const)(
    "refuses a prefix on %s, where H2O MLOps addresses whole buckets",
    async (cloud) => {
      const wrong = deployed({ storage: { prefix: "h2o", migrate: false }, store: () => stores[cloud]() });
      await expect(wrong).rejects.toThrow("storage.prefix: expected none, since H2O MLOps addresses a whole bucket");
    },
  );

  it("has no annotation with Pod Identity, which uses the service account's name", async () => {
    const { values, recorded } = await deployed({ store: () => stores.aws("podIdentity") });
    expect(values.storage).toEqual({ cloudPersistence: { url: "s3://acme-models?region=eu-central-1" } });
    expect(recorded.one("PodIdentityAssociation").inputs.serviceAccount).toBe("mlops-storage");
  });

  it("is deployed after its bucket and identity", async () => {
    const { recorded, helm } = await deployed({ store: stores.aws });
    expect(recorded.waitsFor(helm)).toEqual(
      expect.arrayContaining(["store-artifacts", "store/mlops/mlops-storage", "store/mlops/mlops-storage/artifacts"]),
    );
  });

  it("warns that keys in a Secret do not reach the chart, unless values have them", async () => {
    const store = () => stores.s3({ kind: "existing", secretName: "object-store-keys" });
    const { values, warnings } = await deployed({ store });
    expect(values.storage.cloudPersistence).toEqual({ url: minio });
    expect(warnings).toEqual([expect.stringContaining("this stack has them in a Secret only")]);
    const own = { storage: { cloudPersistence: { access_key_id: "k", secret_access_key: "s" } } };
    expect((await deployed({ store, values: own })).warnings).toEqual([]);
  });

  it("warns that no guide names a value for the store's own CA", async () => {
    const objectStore = new ObjectStoreDouble({
      secretKeyRefs: {},
      files: { "/ca.crt": { name: "ca", key: "ca.crt" } },
    });
    const { warnings } = await deployed({ objectStore });
    expect(warnings).toEqual([expect.stringContaining("signed by your own CA")]);
  });
});
