import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isStateful, statefulTypes, whatIsLost } from "../../graph/stateful.ts";
import { root } from "../support/cli.ts";

const sdks = join(root, "node_modules/@pulumi");

describe("a resource", () => {
  it.each([
    "kubernetes:postgresql.cnpg.io/v1:Cluster",
    "kubernetes:postgresql.cnpg.io/v1:Database",
    "kubernetes:barmancloud.cnpg.io/v1:ObjectStore",
    "kubernetes:core/v1:Namespace",
    "kubernetes:core/v1:PersistentVolume",
    "kubernetes:core/v1:PersistentVolumeClaim",
    "kubernetes:helm.sh/v3:Release",
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketV2:BucketV2",
    "aws:rds/instance:Instance",
    "aws:kms/key:Key",
    "gcp:storage/bucket:Bucket",
    "gcp:sql/databaseInstance:DatabaseInstance",
    "azure-native:storage:StorageAccount",
    "azure-native:storage:BlobContainer",
  ])("is stateful: %s", (type) => {
    expect(isStateful({ type, inputs: {} })).toBe(true);
  });

  it.each([
    "kubernetes:apps/v1:Deployment",
    "kubernetes:batch/v1:Job",
    "kubernetes:core/v1:Secret",
    "kubernetes:core/v1:ConfigMap",
    "kubernetes:postgresql.cnpg.io/v1:ScheduledBackup",
    "kubernetes:helm.sh/v4:Chart",
    "aws:s3/bucketVersioning:BucketVersioning",
    "gcp:storage/bucketIAMMember:BucketIAMMember",
    "azure-native:storage:BlobServiceProperties",
    "mlops-platform:postgres:PostgresCluster",
    "pulumi:pulumi:Stack",
    "example:postgresql.cnpg.io/v1:Cluster",
    "",
  ])("is not stateful: %s", (type) => {
    expect(isStateful({ type, inputs: {} })).toBe(false);
  });

  it("is stateful as a StatefulSet only where it makes volumes", () => {
    const type = "kubernetes:apps/v1:StatefulSet";
    const volumeClaimTemplates = [{ metadata: { name: "data" } }];
    expect(isStateful({ type, inputs: { spec: { volumeClaimTemplates } } })).toBe(true);
    expect(isStateful({ type, inputs: { spec: { volumeClaimTemplates: [] } } })).toBe(false);
    expect(isStateful({ type, inputs: { spec: {} } })).toBe(false);
    expect(isStateful({ type, inputs: null })).toBe(false);
  });

  it.each([
    ["kubernetes:postgresql.cnpg.io/v2alpha1:Cluster"],
    ["azure-native:storage/v20240101:StorageAccount"],
    ["kubernetes:snapshot.storage.k8s.io/v1beta1:VolumeSnapshot"],
  ])("is stateful at any version of its API: %s", (type) => {
    expect(isStateful({ type, inputs: {} })).toBe(true);
  });

  it("names the data that is lost", () => {
    expect(whatIsLost({ type: "kubernetes:core/v1:Namespace", inputs: {} })).toContain("volumes");
  });

  it.each(statefulTypes.filter((type) => !isCustom(type)))("has the type token of its SDK: %s", (type) => {
    const path = classFile(type);
    expect(existsSync(path), path).toBe(true);
    expect(readFileSync(path, "utf8")).toContain(`__pulumiType = '${type}'`);
  });
});

/** Kinds of CRDs: no SDK has a class of them. */
function isCustom(type: string): boolean {
  return ["cnpg.io", "snapshot.storage.k8s.io", "objectbucket.io"].some((group) => type.includes(group));
}

/** File of the class that makes resources of a type. */
function classFile(type: string): string {
  const [sdk = "", module = "", kind = ""] = type.split(":");
  const name = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}.js`;
  const folder = sdk === "kubernetes" ? module.replace(/\.(sh|k8s\.io)\//, "/") : module.split("/")[0];
  return join(sdks, sdk, folder ?? "", name);
}
