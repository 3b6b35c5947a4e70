import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { Bucket } from "@pulumi/gcp/storage/bucket.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Release } from "@pulumi/kubernetes/helm/v3/release.js";
import { output } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { labelResources } from "../../../components/kubernetes/labels.ts";
import { at, stack } from "../../support/stack.ts";

const labels = { owner: "ml-platform", environment: "production" };

test("labels Kubernetes objects, and keeps their own labels", async () => {
  const { one } = await stack(() => {
    labelResources(labels);
    new ConfigMap("plain", { metadata: { name: "plain", labels: { owner: "somebody", app: "mlflow" } } });
  });
  expect(at(one("ConfigMap"), "metadata")).toEqual({
    name: "plain",
    labels: { owner: "somebody", environment: "production", app: "mlflow" },
  });
});

test("labels objects whose metadata or labels are outputs", async () => {
  const { one } = await stack(() => {
    labelResources(labels);
    new ConfigMap("metadata", { metadata: output({ name: "late" }) });
    new ConfigMap("labels", { metadata: { labels: output({ app: "late" }) } });
    new ConfigMap("none", {});
  });
  expect(at(one("ConfigMap", "metadata"), "metadata")).toEqual({ name: "late", labels });
  expect(at(one("ConfigMap", "labels"), "metadata.labels")).toEqual({ ...labels, app: "late" });
  expect(at(one("ConfigMap", "none"), "metadata.labels")).toEqual(labels);
});

test("tags cloud resources that take tags or labels, and no others", async () => {
  const { one } = await stack(() => {
    labelResources(labels);
    new Role("role", { assumeRolePolicy: "{}" });
    new RolePolicy("policy", { role: "role", policy: "{}" });
    new Bucket("bucket", { location: "EU" });
  });
  expect(at(one("Role"), "tags")).toEqual(labels);
  expect(at(one("RolePolicy"), "tags")).toBeUndefined();
  expect(at(one("aws:iam/rolePolicy:RolePolicy"), "labels")).toBeUndefined();
  expect(at(one("gcp:storage/bucket:Bucket"), "labels")).toEqual(labels);
});

test("leaves Helm releases alone", async () => {
  const { one } = await stack(() => {
    labelResources(labels);
    new Release("release", { chart: "chart" });
  });
  expect(at(one("Release"), "metadata")).toBeUndefined();
});
