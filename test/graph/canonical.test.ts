import { describe, expect, it } from "vitest";
import { canonical, canonicalType } from "../../graph/canonical.ts";
import { stackOf } from "../policies/case.ts";

describe("a type, whatever the version of its API,", () => {
  it.each([
    ["azure-native:storage/v20230101:StorageAccount", "azure-native:storage:StorageAccount"],
    ["azure-native:authorization/v20180101preview:RoleAssignment", "azure-native:authorization:RoleAssignment"],
    ["kubernetes:apps/v1beta2:Deployment", "kubernetes:apps/v1:Deployment"],
    ["kubernetes:extensions/v1beta1:Deployment", "kubernetes:apps/v1:Deployment"],
    ["kubernetes:extensions/v1beta1:Ingress", "kubernetes:networking.k8s.io/v1:Ingress"],
    ["kubernetes:batch/v1beta1:CronJob", "kubernetes:batch/v1:CronJob"],
    ["kubernetes:gateway.networking.k8s.io/v1beta1:HTTPRoute", "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute"],
  ])("is the one that rules name: %s", (type, expected) => {
    expect(canonicalType(type)).toBe(expected);
  });

  it.each([
    "azure-native:storage:StorageAccount",
    "kubernetes:core/v1:Pod",
    "kubernetes:helm.sh/v3:Release",
    "kubernetes:gateway.envoyproxy.io/v1alpha1:SecurityPolicy",
    "aws:s3/bucket:Bucket",
    "gcp:storage/bucket:Bucket",
    "mlops-platform:mlflow:Mlflow",
    "pulumi:pulumi:Stack",
    "pulumi:providers:kubernetes",
  ])("stays where there is one alone: %s", (type) => {
    expect(canonicalType(type)).toBe(type);
  });
});

describe("inputs", () => {
  it("are without what is null, in objects and in lists", () => {
    const inputs = { spec: { replicas: 0, selector: null, ports: [null, 80, { name: null }] }, ready: false, text: "" };
    const [resource] = stackOf([{ type: "kubernetes:core/v1:Service", name: "app", inputs }]);
    expect(resource && canonical(resource).inputs).toEqual({
      spec: { replicas: 0, ports: [80, {}] },
      ready: false,
      text: "",
    });
  });
});
