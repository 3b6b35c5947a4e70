import type { BlobContainerArgs } from "@pulumi/azure-native/storage/blobContainer.js";
import type { BlobServicePropertiesArgs } from "@pulumi/azure-native/storage/blobServiceProperties.js";
import type { ManagementPolicyArgs } from "@pulumi/azure-native/storage/managementPolicy.js";
import type { StorageAccountArgs } from "@pulumi/azure-native/storage/storageAccount.js";
import type { Unwrap } from "@pulumi/pulumi";
import type { Resource } from "../../../graph/resource.ts";
import { ofType, type Rule, resourceRule, stackRule } from "../../engine/rule.ts";
import type { Stack } from "../../engine/stack.ts";
import { isKnown, mayBe, mayHave, refersTo } from "../../engine/unknown.ts";

type Account = Unwrap<StorageAccountArgs>;
type BlobService = Unwrap<BlobServicePropertiesArgs>;
type Lifecycle = Unwrap<ManagementPolicyArgs>;

type Definition = Lifecycle["policy"]["rules"][number]["definition"];

const isAccount = ofType("azure-native:storage:StorageAccount");

/** FileStorage accounts have no blob service. */
const hasBlobs = (resource: Resource) =>
  isAccount(resource) && (resource as Resource<Account>).inputs.kind !== "FileStorage";

const minSoftDeleteDays = 7;

export const azureStorage: Rule[] = [
  resourceRule<Account>({
    name: "azure-storage-account-shared-key-off",
    severity: "critical",
    what: "Every storage account rejects shared keys, and uses Microsoft Entra ID by default.",
    why: "A shared key gives access to the whole account, identifies nobody, and is valid until it is rotated everywhere.",
    fix: "Set allowSharedKeyAccess: false and defaultToOAuthAuthentication: true.",
    references: ["CKV2_AZURE_40"],
    on: isAccount,
    check: ({ inputs }) => [
      ...(!mayBe(inputs.allowSharedKeyAccess, false)
        ? ["Shared keys are accepted: allowSharedKeyAccess is not false."]
        : []),
      ...(!mayBe(inputs.defaultToOAuthAuthentication, true) ? ["defaultToOAuthAuthentication is not true."] : []),
    ],
  }),
  resourceRule<Account>({
    name: "azure-storage-account-blobs-private",
    severity: "critical",
    what: "No container of a storage account can be made public.",
    why: "Otherwise whoever may change a container can make its blobs public.",
    fix: "Set allowBlobPublicAccess: false.",
    references: ["CKV_AZURE_190", "CKV2_AZURE_47"],
    on: isAccount,
    check: ({ inputs }) => (!mayBe(inputs.allowBlobPublicAccess, false) ? ["allowBlobPublicAccess is not false."] : []),
  }),
  resourceRule<Unwrap<BlobContainerArgs>>({
    name: "azure-blob-container-private",
    severity: "critical",
    what: "Every blob container is private.",
    why: "The blobs of a public container, or their names, can be read without logging in.",
    fix: "Set publicAccess: None.",
    references: ["CKV_AZURE_34"],
    on: ofType("azure-native:storage:BlobContainer"),
    check: ({ inputs }) => (!mayBe(inputs.publicAccess, "None") ? ["publicAccess is not None."] : []),
  }),
  resourceRule<Account>({
    name: "azure-storage-account-https-only",
    severity: "high",
    what: "Every storage account accepts only HTTPS.",
    why: "Otherwise blobs and tokens can be sent unencrypted.",
    fix: "Set enableHttpsTrafficOnly: true.",
    references: ["CKV_AZURE_3"],
    on: isAccount,
    check: ({ inputs }) => (!mayBe(inputs.enableHttpsTrafficOnly, true) ? ["enableHttpsTrafficOnly is not true."] : []),
  }),
  resourceRule<Account>({
    name: "azure-storage-account-tls-recent",
    severity: "high",
    what: "Every storage account requires TLS 1.2 or later.",
    why: "Earlier versions have known weaknesses, and an account accepts them by default.",
    fix: "Set minimumTlsVersion: TLS1_2.",
    references: ["CKV_AZURE_44"],
    on: isAccount,
    check: ({ inputs }) =>
      !mayBe(inputs.minimumTlsVersion, "TLS1_2", "TLS1_3") ? ["minimumTlsVersion is not TLS1_2."] : [],
  }),
  resourceRule<Account>({
    name: "azure-storage-account-tenant-bound",
    severity: "medium",
    what: "No storage account replicates blobs to other tenants.",
    why: "Otherwise a replication policy can copy every new blob to another organization.",
    fix: "Set allowCrossTenantReplication: false.",
    references: [],
    on: isAccount,
    check: ({ inputs }) =>
      !mayBe(inputs.allowCrossTenantReplication, false) ? ["allowCrossTenantReplication is not false."] : [],
  }),
  resourceRule<Account>({
    name: "azure-storage-account-local-users-off",
    severity: "medium",
    what: "No storage account has local users.",
    why: "Local users log in by SFTP with passwords and keys that Microsoft Entra ID does not manage.",
    fix: "Set isLocalUserEnabled: false, and remove isSftpEnabled.",
    references: ["CKV_AZURE_244"],
    on: isAccount,
    check: ({ inputs }) => [
      ...(!mayBe(inputs.isLocalUserEnabled, false) ? ["isLocalUserEnabled is not false."] : []),
      ...(inputs.isSftpEnabled === true ? ["isSftpEnabled is true."] : []),
    ],
  }),
  stackRule<Account>({
    name: "azure-storage-account-soft-delete-kept",
    severity: "medium",
    what: `Every storage account keeps deleted blobs and containers for at least ${minSoftDeleteDays} days.`,
    why: "A workload that may write can also delete its container, and nothing else can restore it.",
    fix: "Add an azure-native.storage.BlobServiceProperties with deleteRetentionPolicy and containerDeleteRetentionPolicy.",
    references: ["CKV2_AZURE_38"],
    on: hasBlobs,
    checkIn: (account, stack) => {
      const services = settingsOf<BlobService>("azure-native:storage:BlobServiceProperties", account, stack);
      const policies = ["deleteRetentionPolicy", "containerDeleteRetentionPolicy"] as const;
      return policies
        .filter((policy) => !services.some((service) => retainsDeleted(service[policy])))
        .map((policy) => `${policy} is not enabled for at least ${minSoftDeleteDays} days.`);
    },
  }),
  stackRule<Account>({
    name: "azure-storage-account-versioned",
    severity: "high",
    what: "Every storage account versions its blobs.",
    why: "An overwritten model, artifact or backup could not be restored.",
    fix: "Add an azure-native.storage.BlobServiceProperties with isVersioningEnabled: true.",
    references: [],
    on: hasBlobs,
    checkIn: (account, stack) =>
      settingsOf<BlobService>("azure-native:storage:BlobServiceProperties", account, stack).some(
        ({ isVersioningEnabled }) => mayBe(isVersioningEnabled, true),
      )
        ? []
        : ["The blobs are not versioned."],
  }),
  stackRule<Account>({
    name: "azure-storage-account-old-versions-expire",
    severity: "medium",
    what: "Every storage account expires old versions of blobs.",
    why: "Otherwise deleted objects are kept, and billed, for ever.",
    fix: "Add an azure-native.storage.ManagementPolicy with a rule whose actions.version.delete has a number of days.",
    references: [],
    on: hasBlobs,
    checkIn: (account, stack) =>
      settingsOf<Lifecycle>("azure-native:storage:ManagementPolicy", account, stack).some(
        ({ policy }: Partial<Lifecycle>) =>
          !isKnown(policy) ||
          mayHave(
            policy?.rules,
            ({ enabled, definition }) => enabled !== false && (!isKnown(definition) || deletesOldVersions(definition)),
          ),
      )
        ? []
        : ["No lifecycle rule of the account expires old versions."],
  }),
];

/** Whether deleted data are kept long enough. With permanent delete allowed, the number of days means nothing. */
function retainsDeleted(policy: { enabled?: boolean; days?: number; allowPermanentDelete?: boolean } = {}): boolean {
  const { enabled, days = 0, allowPermanentDelete } = policy;
  if (!isKnown(policy)) {
    return true;
  }
  return mayBe(enabled, true) && (!isKnown(days) || days >= minSoftDeleteDays) && allowPermanentDelete !== true;
}

function deletesOldVersions(definition: Partial<Definition> = {}): boolean {
  const { actions, filters } = definition;
  const isForAll = !filters?.prefixMatch?.length && !filters?.blobIndexMatch?.length;
  return !isKnown(actions) || (actions?.version?.delete !== undefined && isForAll);
}

/** Inputs of the resources of a type that refer to this account and its resource group. */
function settingsOf<Inputs extends { accountName: string; resourceGroupName: string }>(
  type: string,
  { name, inputs }: Resource<Account>,
  stack: Stack,
): Inputs[] {
  const group = inputs.resourceGroupName;
  return stack
    .all<Inputs>(type)
    .map((other) => other.inputs)
    .filter((other) => refersTo(other.accountName, { name, given: inputs.accountName }))
    .filter((other) => !isKnown(group) || mayBe(other.resourceGroupName, group));
}
