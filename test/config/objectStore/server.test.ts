import { describe, expect, it } from "vitest";
import { parseStackConfig } from "../../../config/index.ts";
import { ConfigError } from "../../../lib/diagnostics/configError.ts";
import type { Problem } from "../../../lib/diagnostics/problem.ts";

const text = "x".repeat(16);
const mlflow = {
  namespace: { name: "mlflow" },
  credentials: { kind: "configured", adminPassword: text, flaskSecretKey: text, kekPassphrase: text },
  exposure: { kind: "none" },
  database: { kind: "cluster", credentials: { kind: "configured", password: text } },
};
const objectStore = {
  kind: "s3",
  server: {},
  buckets: { artifacts: { name: "aaa" }, backups: { name: "bbb" } },
  credentials: { kind: "configured", accessKeyId: text, secretAccessKey: text },
};

function problems(store: object, sections: object = { mlflow }): Pick<Problem, "path" | "expected" | "found">[] {
  try {
    parseStackConfig({ domain: "example.com", objectStore: store, ...sections });
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems.map(({ path, expected, found }) => ({ path, expected, found }));
  }
}

describe("an S3 server for trying out", () => {
  it("replaces an endpoint", () => {
    expect(problems(objectStore)).toEqual([]);
    const { server } = parseStackConfig({ domain: "example.com", objectStore, mlflow }).objectStore as {
      server?: object;
    };
    expect(server).toEqual({ size: "10Gi", retention: "retain" });
  });

  it.each<[string, object, string, string]>([
    [
      "an endpoint",
      { endpoint: "https://user:canary@s3.example.com" },
      "objectStore.endpoint",
      "no such key, since objectStore.server creates the store",
    ],
    ["a CA", { ca: { secretName: "ca" } }, "objectStore.ca", "no such key, since objectStore.server creates the store"],
    [
      "buckets in host names",
      { pathStyle: false },
      "objectStore.pathStyle",
      "true, since objectStore.server has one host name",
    ],
    [
      "keys of a Secret",
      { credentials: { kind: "existing", secretName: "keys" } },
      "objectStore.credentials.kind",
      "configured, since objectStore.server is created with these keys",
    ],
    [
      "a bucket that is there",
      { buckets: { ...objectStore.buckets, backups: { kind: "existing", name: "bbb" } } },
      "objectStore.buckets.backups.kind",
      "managed, since objectStore.server starts without buckets",
    ],
  ])("cannot be combined with %s", (_what, changes, path, expected) => {
    const found = problems({ ...objectStore, ...changes });
    expect(found).toContainEqual(expect.objectContaining({ path, expected }));
    expect(JSON.stringify(found)).not.toContain("canary");
  });

  it("needs MLflow, and excludes H2O MLOps", () => {
    expect(problems(objectStore, {})).toMatchObject([{ path: "objectStore.server" }]);
    const mlops = {
      namespace: { name: "mlops" },
      chart: { kind: "local", path: "charts/mlops" },
      release: "1.1",
      serviceAccounts: { storage: "mlops-storage" },
    };
    expect(problems(objectStore, { mlflow, mlops })).toMatchObject([{ path: "objectStore.server" }]);
  });

  it("is reported missing, as an endpoint, together with other problems", () => {
    const { server: _, ...neither } = objectStore;
    expect(problems({ ...neither, region: 7 })).toEqual([
      { path: "objectStore.region", expected: "a text", found: "7" },
      { path: "objectStore.endpoint", expected: "a URL such as https://minio.example.com:9000", found: "nothing" },
    ]);
  });
});

describe("keys of an S3-compatible store", () => {
  it.each([
    ["accessKeyId", "ab", "at least 3 characters"],
    ["accessKeyId", "ab/cd", "none of them a space, slash, comma or equals sign"],
    ["secretAccessKey", "short", "at least 8 characters"],
  ])("are refused where no server accepts them: %s %s", (key, value, expected) => {
    const found = problems({ ...objectStore, credentials: { ...objectStore.credentials, [key]: value } });
    expect(found).toEqual([
      { path: `objectStore.credentials.${key}`, expected: expect.stringContaining(expected), found: "[secret]" },
    ]);
  });
});
