import { describe, expect, it } from "vitest";
import type { JsonMap } from "../../../lib/json.ts";
import { carried } from "./carried.ts";

const onVolume = { storage: { persistence: { enabled: true } } };
const s3 = { provider: "s3", bucket: "models", region: "eu-west-1", prefix: "mlops", roleArn: "arn:aws:iam::1:role/r" };
const gcs = { provider: "gcs", bucket: "models", region: "eu", serviceAccount: "mlops@p.iam.gserviceaccount.com" };
const azureblob = { provider: "azureblob", bucket: "models", region: "we", accountName: "acct", clientId: "client" };
const minio = {
  provider: "minio",
  bucket: "models",
  region: "minio",
  endpoint: "https://minio.example.com:9000",
  accessKeyId: "key",
  secretAccessKey: "secret",
};

/** The guide's samples: settings of MIGRATE mode below `storage`. */
const migrateMode = {
  s3: {
    serviceAccount: { create: true, annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/r" } },
    persistence: { enabled: true },
    cloudPersistence: { enabled: true, url: "s3://models?region=eu-west-1&prefix=mlops" },
    pvcMigration: { enabled: true, cloudProvider: "s3", bucketName: "models", region: "eu-west-1", prefix: "mlops" },
  },
  gcs: {
    serviceAccount: {
      create: true,
      annotations: { "iam.gke.io/gcp-service-account": "mlops@p.iam.gserviceaccount.com" },
    },
    persistence: { enabled: true },
    cloudPersistence: { enabled: true, url: "gs://models" },
    pvcMigration: { enabled: true, cloudProvider: "gcs", bucketName: "models", region: "eu" },
  },
  azureblob: {
    serviceAccount: { create: true, annotations: { "azure.workload.identity/client-id": "client" } },
    extraPodLabels: { "azure.workload.identity/use": "true" },
    persistence: { enabled: true },
    cloudPersistence: { enabled: true, url: "azblob://models" },
    pvcMigration: {
      enabled: true,
      cloudProvider: "azureblob",
      bucketName: "models",
      region: "we",
      accountName: "acct",
    },
  },
  minio: {
    persistence: { enabled: true },
    cloudPersistence: {
      enabled: true,
      url: "s3://models?endpoint=https://minio.example.com:9000&region=minio&hostname_immutable=true",
      access_key_id: "key",
      secret_access_key: "secret",
    },
    pvcMigration: {
      enabled: true,
      cloudProvider: "minio",
      bucketName: "models",
      region: "minio",
      endpoint: "https://minio.example.com:9000",
      access_key_id: "key",
      secret_access_key: "secret",
    },
  },
};

describe("models on a volume, 0.67 to 0.68", () => {
  it.each([s3, gcs, azureblob, minio])("are migrated to $provider, as the guide's sample says", (objectStore) => {
    const { values, blockers } = carried({ from: "0.67", to: "0.68", values: onVolume, answers: { objectStore } });
    expect(values?.storage).toEqual(migrateMode[objectStore.provider as keyof typeof migrateMode]);
    expect(blockers).toEqual([]);
  });

  it("leave the prefix out where there is none", () => {
    const { prefix: _, ...objectStore } = s3;
    const { values } = carried({ from: "0.67", to: "0.68", values: onVolume, answers: { objectStore } });
    expect(values).toMatchObject({ storage: { cloudPersistence: { url: "s3://models?region=eu-west-1" } } });
    expect(values).not.toHaveProperty("storage.pvcMigration.prefix");
  });

  it("need an object store", () => {
    const { values, plan } = carried({ from: "0.67", to: "0.68", values: onVolume });
    expect(values?.storage).toEqual(onVolume.storage);
    expect(plan.releases[0]?.blockers).toMatchObject([{ id: "object-store", answer: "objectStore" }]);
  });

  it("make 0.68 a stop, with the migrator Job as its gate", () => {
    const { stops, gates } = carried({ from: "0.67", to: "1.1", values: onVolume, answers: { objectStore: s3 } });
    expect(stops).toEqual(["0.68.0"]);
    expect(gates).toContainEqual(expect.objectContaining({ id: "storage-migrated", when: "after", confirmed: false }));
  });

  it("keep other settings of the service account", () => {
    const values = { storage: { ...onVolume.storage, serviceAccount: { annotations: { team: "ml" }, name: "sa" } } };
    const after = carried({ from: "0.67", to: "0.68", values, answers: { objectStore: s3 } }).values;
    expect(after).toMatchObject({
      storage: {
        serviceAccount: { name: "sa", annotations: { team: "ml", "eks.amazonaws.com/role-arn": s3.roleArn } },
      },
    });
  });
});

describe("models in a bucket, 0.67 to 0.68", () => {
  it.each<[string, JsonMap | undefined]>([
    ["no volume", { persistence: { enabled: false }, cloudPersistence: { url: "gs://models" } }],
    ["nothing about storage", undefined],
    ["a volume already in MIGRATE mode", { ...migrateMode.gcs }],
  ])("%s: nothing is asked and nothing is set", (_, storage) => {
    const values: JsonMap = storage === undefined ? {} : { storage };
    const after = carried({ from: "0.67", to: "0.68", values, answers: { objectStore: s3 } });
    expect(after.values?.storage).toEqual(storage);
    expect(after.blockers).toEqual([]);
  });
});

describe("0.68 to 0.69", () => {
  const migrated = { storage: migrateMode.s3 };

  it("keeps the bucket alone", () => {
    const { values, blockers, gates } = carried({
      from: "0.68",
      to: "0.69",
      values: migrated,
      answers: { storageMigrated: true },
    });
    expect(values).toEqual({
      storage: {
        serviceAccount: migrateMode.s3.serviceAccount,
        cloudPersistence: { url: "s3://models?region=eu-west-1&prefix=mlops" },
      },
    });
    expect(blockers).toEqual([]);
    expect(gates.map(({ id }) => id)).toEqual(["old-volume"]);
  });

  it("asks whether the migrator Job has completed", () => {
    const { plan } = carried({ from: "0.68", to: "0.69", values: migrated });
    expect(plan.releases[0]?.blockers).toMatchObject([
      { id: "storage-on-volume", answer: "storageMigrated", path: "storage.persistence" },
    ]);
  });

  it("refuses models on a volume without a bucket, whatever the answer", () => {
    const { blockers } = carried({ from: "0.68", to: "0.69", values: onVolume, answers: { storageMigrated: true } });
    expect(blockers).toEqual(["no-blob-storage: storage.persistence"]);
  });

  it("asks nothing where no volume is in use", () => {
    const values = { storage: { persistence: { enabled: false }, cloudPersistence: { enabled: true, url: "gs://m" } } };
    expect(carried({ from: "0.68", to: "0.69", values }).blockers).toEqual([]);
  });
});

describe("what the guide's samples lost in print", () => {
  it("is repaired: key=value in Azure's annotations and labels", () => {
    const values = {
      storage: {
        serviceAccount: { annotations: { "azure.workload.identity/client-id=abc": null } },
        extraPodLabels: { "azure.workload.identity/use=true": null, other: "kept" },
      },
    };
    expect(carried({ from: "0.68", to: "0.69", values }).values).toEqual({
      storage: {
        serviceAccount: { annotations: { "azure.workload.identity/client-id": "abc" } },
        extraPodLabels: { "azure.workload.identity/use": "true", other: "kept" },
      },
    });
  });

  it("is repaired: the ampersand before region", () => {
    const url = "s3://b?endpoint=https://m®ion=r&hostname_immutable=true";
    const { values } = carried({ from: "0.68", to: "0.69", values: { storage: { cloudPersistence: { url } } } });
    expect(values).toEqual({
      storage: { cloudPersistence: { url: "s3://b?endpoint=https://m&region=r&hostname_immutable=true" } },
    });
  });
});
