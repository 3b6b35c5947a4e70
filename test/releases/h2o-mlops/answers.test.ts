import { describe, expect, it } from "vitest";
import { carried } from "./carried.ts";

describe("answers", () => {
  it("that no step needs are accepted", () => {
    expect(carried({ from: "1.0", to: "1.1", answers: { mtls: "mesh", storageMigrated: false } }).blockers).toEqual([]);
  });

  it("with an unknown key are refused without their value", () => {
    const run = () => carried({ from: "1.0", to: "1.1", answers: { storageMigratd: "hunter2" } });
    expect(run).toThrow("answers: storageMigratd: expected the key storageMigrated");
    expect(run).toThrow("write storageMigrated");
    expect(run).not.toThrow("hunter2");
  });

  it("with all problems at once", () => {
    const answers = { mtls: "both", objectStore: { provider: "s3", bucket: "b c" } };
    expect(() => carried({ from: "1.0", to: "1.1", answers })).toThrow(/bucket.*\n.*region.*\n.*roleArn.*\n.*mtls/);
  });

  it("name the providers of object stores", () => {
    expect(() => carried({ from: "1.0", to: "1.1", answers: { objectStore: { provider: "ftp" } } })).toThrow(
      "answers: objectStore.provider: expected one of s3, gcs, azureblob, minio",
    );
  });

  it("confirm gates by their ids, and refuse an unknown id", () => {
    const { gates } = carried({ from: "0.66", to: "0.67", answers: { acknowledge: ["gateway-api"] } });
    expect(gates).toMatchObject([{ id: "gateway-api", confirmed: true }]);
    expect(() => carried({ from: "0.66", to: "0.67", answers: { acknowledge: ["gateway-apy"] } })).toThrow(
      "write gateway-api",
    );
  });

  it("confirm a gate that they answer", () => {
    const { gates } = carried({
      from: "0.67",
      to: "0.68",
      values: { storage: { persistence: { enabled: true } } },
      answers: { storageMigrated: true },
    });
    expect(gates.find(({ id }) => id === "storage-migrated")).toMatchObject({ confirmed: true });
  });
});
