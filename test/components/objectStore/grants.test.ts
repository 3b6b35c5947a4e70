import { describe, expect, it } from "vitest";
import { Grants } from "../../../components/objectStore/grants.ts";
import type { Buckets, Grant, GrantArgs } from "../../../components/objectStore/objectStore.ts";

const args: GrantArgs = {
  bucket: "artifacts",
  namespace: "mlops",
  serviceAccount: "mlflow",
  prefix: "team/mlflow",
  access: "readWrite",
};

const grant: Grant = {
  annotations: {},
  podLabels: {},
  env: {},
  secretKeyRefs: {},
  files: {},
  target: { kind: "aws", bucket: "artifacts", prefix: "team/mlflow", region: "eu-central-1" },
  egress: [],
  ready: [],
};

const make = () => ({ ...grant });

const buckets: Buckets = {
  artifacts: { kind: "managed", name: "artifacts" },
  backups: { kind: "existing", name: "backups" },
};

describe("the grants of a store", () => {
  it("gives the same when asked for the same again", () => {
    const grants = new Grants("Store", buckets);
    expect(grants.once(args, make)).toBe(grants.once({ ...args }, make));
  });

  it.each([
    ["namespace", { namespace: "other" }],
    ["service account", { serviceAccount: "other" }],
    ["bucket", { bucket: "backups" as const }],
    ["prefix", { prefix: "other" }],
  ])("makes another one for another %s", (_case, change) => {
    const grants = new Grants("Store", buckets);
    expect(grants.once(args, make)).not.toBe(grants.once({ ...args, ...change }, make));
  });

  it("refuses two accesses to one prefix", () => {
    const grants = new Grants("Store", buckets);
    grants.once(args, make);
    expect(() => grants.once({ ...args, access: "read" }, make)).toThrow(
      "Store.grant: mlops/mlflow has readWrite on artifacts/team/mlflow already, found read.",
    );
  });

  it("returns the store's buckets, and refuses one that the store does not have", () => {
    const grants = new Grants("Store", buckets);
    expect(grants.bucket("backups")).toBe(buckets.backups);
    expect(() => grants.bucket("models")).toThrow(
      "Store: buckets.models: expected the name of a bucket, found nothing",
    );
  });

  it("accepts the empty prefix", () => {
    expect(new Grants("Store", buckets).once({ ...args, prefix: "" }, make)).toEqual(
      expect.objectContaining({ env: {} }),
    );
  });

  it.each([
    ["a leading slash", "/mlflow"],
    ["a trailing slash", "mlflow/"],
    ["an empty segment", "team//mlflow"],
    ["a step upwards", "team/../other"],
    ["a wildcard", "team*"],
    ["a quote", "team'"],
    ["a policy variable", "$" + "{aws:username}"],
    ["a space", "my team"],
  ])("refuses a prefix with %s", (_case, prefix) => {
    expect(() => new Grants("Store", buckets).once({ ...args, prefix }, make)).toThrow(
      `prefix: expected a path without slashes at its ends`,
    );
  });

  it("names every problem at once", () => {
    const wrong = { ...args, bucket: "logs", namespace: "Big", access: "write" } as unknown as GrantArgs;
    expect(() => new Grants("Store", buckets).once(wrong, make)).toThrow(
      /bucket: expected .*artifacts.*backups.*, found "logs"[\s\S]*namespace: [\s\S]*found "Big"[\s\S]*access: .*found "write"/,
    );
  });
});
