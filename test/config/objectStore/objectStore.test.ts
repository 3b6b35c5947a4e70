import { describe, expect, it } from "vitest";
import type { PrintedProblem } from "../../../lib/diagnostics/configError.ts";
import { dev, type Json, problems, set } from "../../support/stackConfigs.ts";

describe("the config of the object store", () => {
  it.each<[string, (config: Json) => void, Partial<PrintedProblem>]>([
    [
      "a store of a cloud that is not configured",
      set("objectStore", {
        kind: "gcp",
        location: "EU",
        buckets: { artifacts: { name: "aaa" }, backups: { name: "bbb" } },
      }),
      {
        path: "cloud.gcp",
        found: "nothing",
        fix: "pulumi config set --path 'mlops-platform:cloud.gcp.project' <value>",
      },
    ],
    [
      "a bucket name with capitals",
      set("objectStore.buckets.backups", { name: "Backups" }),
      { path: "objectStore.buckets.backups.name" },
    ],
    [
      "one bucket for artifacts and backups",
      set("objectStore.buckets.backups", { name: "mlops-dev-artifacts" }),
      { path: "objectStore.buckets.backups.name", expected: "another bucket than that of artifacts" },
    ],
    ["an endpoint that is no URL", set("objectStore.endpoint", "minio:9000"), { path: "objectStore.endpoint" }],
    [
      "an endpoint with a path and a query",
      set("objectStore.endpoint", "https://minio.example.com/store?x=1"),
      { path: "objectStore.endpoint", found: "a URL with a path and a query" },
    ],
    [
      "an endpoint with a password, which it does not show",
      set("objectStore.endpoint", "https://user:canary@minio.example.com"),
      { path: "objectStore.endpoint", found: "a URL with a user name or password" },
    ],
    [
      "an endpoint with a password that ends it, which it does not show",
      set("objectStore.endpoint", "https://user:canary/canary@minio.example.com"),
      { path: "objectStore.endpoint", found: '"https://[secret]@minio.example.com"' },
    ],
    [
      "an endpoint of another protocol, without the password in it",
      set("objectStore.endpoint", "ftp://user:canary@minio.example.com"),
      { path: "objectStore.endpoint", found: '"ftp://[secret]@minio.example.com"' },
    ],
    [
      "MLflow without an object store",
      set("objectStore", undefined),
      {
        path: "objectStore",
        found: "nothing",
        fix: "pulumi config set --path 'mlops-platform:objectStore.kind' <aws|gcp|azure|s3>",
      },
    ],
  ])("refuses %s", (_case, change, problem) => {
    expect(problems(dev(change))).toContainEqual(expect.objectContaining(problem));
  });

  it.each([
    ["IRSA without an issuer", "irsa", "cluster.oidcIssuer"],
    ["Pod Identity without the cluster's name", "podIdentity", "cluster.name"],
  ])("refuses %s", (_case, identity, path) => {
    const store = { kind: "aws", identity, buckets: { artifacts: { name: "aaa" }, backups: { name: "bbb" } } };
    const config = dev((values) => {
      values.cloud = { aws: { region: "eu-central-1", accountId: "111122223333" } };
      values.objectStore = store;
    });
    expect(problems(config).map((problem) => problem.path)).toEqual([path]);
  });
});
