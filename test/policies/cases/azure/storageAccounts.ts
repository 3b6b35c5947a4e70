import type { BlobContainerArgs } from "@pulumi/azure-native/storage/blobContainer.js";
import type { BlobServicePropertiesArgs } from "@pulumi/azure-native/storage/blobServiceProperties.js";
import type { ManagementPolicyArgs } from "@pulumi/azure-native/storage/managementPolicy.js";
import type { StorageAccountArgs } from "@pulumi/azure-native/storage/storageAccount.js";
import { type Case, resource } from "../../case.ts";

const resourceGroupName = "mlops";

const account = (name: string, inputs: Partial<StorageAccountArgs> = {}) =>
  resource<StorageAccountArgs>("azure-native:storage:StorageAccount", name, {
    accountName: name,
    resourceGroupName,
    kind: "StorageV2",
    sku: { name: "Standard_ZRS" },
    ...inputs,
  });

const blobService = (accountName: string, inputs: Partial<BlobServicePropertiesArgs>) =>
  resource<BlobServicePropertiesArgs>("azure-native:storage:BlobServiceProperties", `${accountName}-blobs`, {
    accountName,
    resourceGroupName,
    ...inputs,
  });

const lifecycle = (accountName: string, rule: Partial<ManagementRule>) =>
  resource<ManagementPolicyArgs>("azure-native:storage:ManagementPolicy", `${accountName}-lifecycle`, {
    accountName,
    resourceGroupName,
    policy: {
      rules: [
        {
          name: "old-versions",
          type: "Lifecycle",
          definition: { actions: { version: { delete: { daysAfterCreationGreaterThan: 30 } } } },
          ...rule,
        },
      ],
    },
  });

interface ManagementRule {
  enabled: boolean;
  definition: { actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: number } } } };
}

const container = (name: string, publicAccess: "None" | "Blob" | undefined) =>
  resource<BlobContainerArgs>("azure-native:storage:BlobContainer", name, {
    accountName: name,
    resourceGroupName,
    ...(publicAccess && { publicAccess }),
  });

const sharedKey = "azure-storage-account-shared-key-off";
const blobsPrivate = "azure-storage-account-blobs-private";
const containerPrivate = "azure-blob-container-private";
const https = "azure-storage-account-https-only";
const tls = "azure-storage-account-tls-recent";
const tenant = "azure-storage-account-tenant-bound";
const localUsers = "azure-storage-account-local-users-off";
const softDelete = "azure-storage-account-soft-delete-kept";
const versioned = "azure-storage-account-versioned";
const expiring = "azure-storage-account-old-versions-expire";

const kept = { enabled: true, days: 7 };

export const azureStorageCases: Case[] = [
  {
    rule: sharedKey,
    passes: [[account(sharedKey, { allowSharedKeyAccess: false, defaultToOAuthAuthentication: true })]],
    fails: [
      [account(sharedKey, { defaultToOAuthAuthentication: true })],
      [account(`${sharedKey}-2`, { allowSharedKeyAccess: true, defaultToOAuthAuthentication: true })],
      [account(`${sharedKey}-3`, { allowSharedKeyAccess: false })],
    ],
  },
  {
    rule: blobsPrivate,
    passes: [[account(blobsPrivate, { allowBlobPublicAccess: false })]],
    fails: [[account(blobsPrivate)], [account(`${blobsPrivate}-2`, { allowBlobPublicAccess: true })]],
  },
  {
    rule: containerPrivate,
    passes: [[container(containerPrivate, "None")]],
    fails: [[container(containerPrivate, "Blob")], [container(`${containerPrivate}-2`, undefined)]],
  },
  {
    rule: https,
    passes: [[account(https, { enableHttpsTrafficOnly: true })]],
    fails: [[account(https, { enableHttpsTrafficOnly: false })], [account(`${https}-2`)]],
  },
  {
    rule: tls,
    passes: [[account(tls, { minimumTlsVersion: "TLS1_2" })]],
    fails: [[account(tls, { minimumTlsVersion: "TLS1_0" })], [account(`${tls}-2`)]],
  },
  {
    rule: tenant,
    passes: [[account(tenant, { allowCrossTenantReplication: false })]],
    fails: [[account(tenant, { allowCrossTenantReplication: true })], [account(`${tenant}-2`)]],
  },
  {
    rule: localUsers,
    passes: [[account(localUsers, { isLocalUserEnabled: false })]],
    fails: [[account(localUsers)], [account(`${localUsers}-2`, { isLocalUserEnabled: false, isSftpEnabled: true })]],
  },
  {
    rule: softDelete,
    passes: [
      [
        account(softDelete),
        blobService(softDelete, { deleteRetentionPolicy: kept, containerDeleteRetentionPolicy: kept }),
      ],
    ],
    fails: [
      [account(softDelete)],
      [
        account(`${softDelete}-4`),
        blobService(`${softDelete}-4`, {
          deleteRetentionPolicy: { ...kept, allowPermanentDelete: true },
          containerDeleteRetentionPolicy: kept,
        }),
      ],
      [account(`${softDelete}-2`), blobService(`${softDelete}-2`, { deleteRetentionPolicy: kept })],
      [
        account(`${softDelete}-3`),
        blobService(`${softDelete}-3`, {
          deleteRetentionPolicy: { enabled: true, days: 1 },
          containerDeleteRetentionPolicy: kept,
        }),
      ],
    ],
  },
  {
    rule: versioned,
    passes: [[account(versioned), blobService(versioned, { isVersioningEnabled: true })]],
    fails: [
      [account(versioned)],
      [account(`${versioned}-2`), blobService(`${versioned}-2`, { isVersioningEnabled: false })],
      [account(`${versioned}-3`), blobService("ofanother", { isVersioningEnabled: true })],
    ],
  },
  {
    rule: expiring,
    passes: [[account(expiring), lifecycle(expiring, {})]],
    fails: [
      [account(expiring)],
      [account(`${expiring}-2`), lifecycle(`${expiring}-2`, { enabled: false })],
      [
        account(`${expiring}-3`),
        lifecycle(`${expiring}-3`, {
          definition: { actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 30 } } } },
        }),
      ],
    ],
  },
];
