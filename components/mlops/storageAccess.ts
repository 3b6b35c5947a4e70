import type { Input } from "@pulumi/pulumi";
import type { GrantTarget } from "../objectStore/objectStore.ts";

/**
 * Source: H2O MLOps migration guide, "Deploy storage in MIGRATE mode": `storage.cloudPersistence`, and the keys of
 * `storage.pvcMigration` that describe the bucket.
 */
export interface StorageAccess {
  url: string;
  migration: {
    cloudProvider: "s3" | "gcs" | "azureblob" | "minio";
    bucketName: string;
    region: string;
    prefix?: string;
    accountName?: string;
    endpoint?: string;
  };

  /** The store's own keys. Absent where pods have an identity, or where the keys are in somebody else's Secret. */
  keys?: { accessKeyId: Input<string>; secretAccessKey: Input<string> } | undefined;
}

/** A granted prefix as H2O MLOps's chart takes it; undefined where the chart's addresses cannot name the prefix. */
export function storageAccess(target: GrantTarget): StorageAccess | undefined {
  const { bucket: bucketName, prefix } = target;
  if (prefix !== "" && target.kind !== "aws") {
    return undefined;
  }
  switch (target.kind) {
    case "aws": {
      const { region } = target;
      // The slash at the end keeps every key below the prefix, whoever joins the two.
      const folder = prefix === "" ? "" : `${prefix}/`;
      return {
        url: `s3://${bucketName}?region=${region}${folder && `&prefix=${folder}`}`,
        migration: { cloudProvider: "s3", bucketName, region, ...(folder && { prefix: folder }) },
      };
    }
    case "gcp":
      return {
        url: `gs://${bucketName}`,
        migration: { cloudProvider: "gcs", bucketName, region: target.location },
      };
    case "azure":
      return {
        url: `azblob://${bucketName}`,
        migration: {
          cloudProvider: "azureblob",
          bucketName,
          region: target.location,
          accountName: target.account,
        },
      };
    case "s3": {
      const { endpoint, region, keyValues } = target;
      return {
        url: `s3://${bucketName}?endpoint=${endpoint}&region=${region}&hostname_immutable=true`,
        migration: { cloudProvider: "minio", bucketName, region, endpoint },
        keys: keyValues,
      };
    }
  }
}
