import { BlobContainer } from "@pulumi/azure-native/storage/blobContainer.js";
import { BlobServiceProperties } from "@pulumi/azure-native/storage/blobServiceProperties.js";
import { ManagementPolicy } from "@pulumi/azure-native/storage/managementPolicy.js";
import { StorageAccount } from "@pulumi/azure-native/storage/storageAccount.js";
import type { CustomResourceOptions, Resource } from "@pulumi/pulumi";

export interface AzureAccountArgs {
  accountName: string;
  resourceGroupName: string;
  location: string;

  /** Redundancy, such as `Standard_ZRS`. */
  sku: string;

  /** Days a deleted blob or container can be restored. */
  softDeleteDays: number;

  /** Days after its creation that an old version is deleted, and from then on restorable for `softDeleteDays`. */
  noncurrentDays: number;
}

/**
 * A storage account without keys or public blobs, whose blobs are versioned.
 *
 * All resources share `opts`: a retained account has to stay versioned and restorable, so the resources that make it so
 * are protected too. Otherwise a destroy that stops at the account would have deleted them already.
 */
export function azureAccount(name: string, args: AzureAccountArgs, opts: CustomResourceOptions): Resource[] {
  const { accountName, resourceGroupName, location, sku, softDeleteDays, noncurrentDays } = args;
  const account = new StorageAccount(
    name,
    {
      accountName,
      resourceGroupName,
      location,
      kind: "StorageV2",
      sku: { name: sku },
      allowSharedKeyAccess: false,
      defaultToOAuthAuthentication: true,
      allowBlobPublicAccess: false,
      allowCrossTenantReplication: false,
      isLocalUserEnabled: false,
      minimumTlsVersion: "TLS1_2",
      enableHttpsTrafficOnly: true,
    },
    opts,
  );
  const softDelete = { enabled: true, days: softDeleteDays };
  const blobService = new BlobServiceProperties(
    name,
    {
      accountName,
      resourceGroupName,
      blobServicesName: "default",
      isVersioningEnabled: true,
      deleteRetentionPolicy: softDelete,
      containerDeleteRetentionPolicy: softDelete,
    },
    { ...opts, dependsOn: account },
  );
  const lifecycle = new ManagementPolicy(
    name,
    {
      accountName,
      resourceGroupName,
      managementPolicyName: "default",
      policy: { rules: [deleteOldVersions(noncurrentDays)] },
    },
    { ...opts, dependsOn: blobService },
  );
  return [account, blobService, lifecycle];
}

function deleteOldVersions(noncurrentDays: number) {
  return {
    name: "old-versions",
    type: "Lifecycle",
    enabled: true,
    definition: {
      filters: { blobTypes: ["blockBlob", "appendBlob"] },
      actions: { version: { delete: { daysAfterCreationGreaterThan: noncurrentDays } } },
    },
  };
}

export interface AzureContainerArgs {
  containerName: string;
  accountName: string;
  resourceGroupName: string;
}

/** A private container. */
export function azureContainer(name: string, args: AzureContainerArgs, opts: CustomResourceOptions): BlobContainer {
  return new BlobContainer(name, { ...args, publicAccess: "None" }, opts);
}
