import { describe, expect, it } from "vitest";
import { canonicalType, isKubernetesObject } from "../../graph/typeToken.ts";

describe("a type, whatever the version of its API,", () => {
  it.each([
    ["azure-native:storage/v20230101:StorageAccount", "azure-native:storage:StorageAccount"],
    ["azure-native:authorization/v20180101preview:RoleAssignment", "azure-native:authorization:RoleAssignment"],
    ["kubernetes:apps/v1beta2:Deployment", "kubernetes:apps/v1:Deployment"],
    ["kubernetes:extensions/v1beta1:Deployment", "kubernetes:apps/v1:Deployment"],
    ["kubernetes:extensions/v1beta1:Ingress", "kubernetes:networking.k8s.io/v1:Ingress"],
    ["kubernetes:batch/v1beta1:CronJob", "kubernetes:batch/v1:CronJob"],
    ["kubernetes:postgresql.cnpg.io/v2alpha1:Cluster", "kubernetes:postgresql.cnpg.io/v1:Cluster"],
    ["kubernetes:gateway.networking.k8s.io/v1beta1:HTTPRoute", "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute"],
  ])("is normalised to the one that rules name: %s", (type, expected) => {
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
  ])("is kept where there is only one version: %s", (type) => {
    expect(canonicalType(type)).toBe(type);
  });
});

describe("a Kubernetes object", () => {
  it.each([
    "kubernetes:core/v1:Pod",
    "kubernetes:gateway.networking.k8s.io/v1beta1:HTTPRoute",
    "kubernetes:helm.example.com/v1:App",
  ])("is known by its type: %s", (type) => {
    expect(isKubernetesObject(type)).toBe(true);
  });

  it.each([
    "kubernetes:helm.sh/v3:Release",
    "kubernetes:helm.sh/v4:Chart",
    "kubernetes:yaml/v2:ConfigGroup",
    "kubernetes:kustomize:Directory",
    "kubernetes:core/v1:PodList",
    "pulumi:providers:kubernetes",
    "aws:s3/bucket:Bucket",
  ])("is not a resource of type %s", (type) => {
    expect(isKubernetesObject(type)).toBe(false);
  });
});
