import { describe, expect, it } from "vitest";
import { deployed } from "./deployed.ts";

describe("secrets of MlopsRelease", () => {
  const values = { storage: { cloudPersistence: { access_key_id: "canary" } }, own: { token: "canary", replicas: 2 } };

  it("are the values that the release's schema marks", async () => {
    const { values: open } = await deployed({ values });
    expect(open).toEqual({
      storage: { cloudPersistence: { access_key_id: "[secret]" } },
      own: { token: "canary", replicas: 2 },
    });
  });

  it("include every value that the schema does not know, if values may hold secrets", async () => {
    const config = { ...values, telemetry: { serverAddress: "telemetry:80" }, other: { flag: true, nothing: null } };
    const { values: closed, valueAt } = await deployed({ values: config, holdsSecrets: true });
    expect(closed).toEqual({
      storage: { cloudPersistence: { access_key_id: "[secret]" } },
      own: { token: "[secret]", replicas: "[secret]" },
      telemetry: { serverAddress: "telemetry:80" },
      other: { flag: true, nothing: null },
    });
    expect(valueAt("own.token")).toMatchObject({ reveal: expect.any(Function) });
  });

  it("of answers stay secret in the upgraded values", async () => {
    const { values: carried } = await deployed({
      release: "0.68",
      valuesRelease: "0.67",
      values: { storage: { persistence: { enabled: true } } },
      answers: {
        objectStore: {
          provider: "minio",
          bucket: "models",
          region: "us-east-1",
          endpoint: "https://minio",
          accessKeyId: "canary",
          secretAccessKey: "canary",
        },
      },
    });
    expect(carried.storage.pvcMigration).toMatchObject({ access_key_id: "[secret]", bucketName: "models" });
    expect(JSON.stringify(carried)).not.toContain("canary");
  });

  it("appear in no message", async () => {
    const wrong = deployed({ values: { storage: { persistence: "canary" } }, holdsSecrets: true });
    await expect(wrong).rejects.toThrow("values: storage.persistence: expected an object, found a text");
    await expect(wrong).rejects.not.toThrow("canary");
  });
});
