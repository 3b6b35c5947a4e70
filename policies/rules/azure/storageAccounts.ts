import type { BlobContainerArgs } from "@pulumi/azure-native/storage/blobContainer.js";
import type { BlobServicePropertiesArgs } from "@pulumi/azure-native/storage/blobServiceProperties.js";
import type { ManagementPolicyArgs } from "@pulumi/azure-native/storage/managementPolicy.js";
import type { StorageAccountArgs } from "@pulumi/azure-native/storage/storageAccount.js";
import type { Unwrap } from "@pulumi/pulumi";
import { ofType, type Resource, type Rule, resourceRule, stackRule } from "../../engine/rule.ts";
import type { Stack } from "../../engine/stack.ts";
import { isKnown, mayBe, mayHave, refersTo } from "../../engine/unknown.ts";

type Account = Unwrap<StorageAccountArgs>;
type BlobService = Unwrap<BlobServicePropertiesArgs>;
type Lifecycle = Unwrap<ManagementPolicyArgs>;

type Definition = Lifecycle["policy"]["rules"][number]["definition"];

const isAccount = ofType("azure-native:storage:StorageAccount");

/** Accounts of files alone have no blob service. */
const hasBlobs = (resource: Resource) =>
  isAccount(resource) && (resource as Resource<Account>).inputs.kind !== "FileStorage";

const minSoftDeleteDays = 7;

export const azureStorage: Rule[] = [
  resourceRule<Account>({
    name: "azure-storage-account-shared-key-off",
    severity: "critical",
    what: "A storage account takes no shared key, and asks Microsoft Entra ID by default.",
    why: "A shared key opens the whole account, names nobody, and is valid until it is changed everywhere.",
    fix: "Set allowSharedKeyAccess: false and defaultToOAuthAuthentication: true.",
    references: ["CKV2_AZURE_40"],
    on: isAccount,
    check: ({ inputs }) => [
      ...(!mayBe(inputs.allowSharedKeyAccess, false)
        ? ["Shared keys are taken: allowSharedKeyAccess is not false."]
        : []),
      ...(!mayBe(inputs.defaultToOAuthAuthentication, true) ? ["defaultToOAuthAuthentication is not true."] : []),
    ],
  }),
  resourceRule<Account>({
    name: "azure-storage-account-blobs-private",
    severity: "critical",
    what: "No container of a storage account can be made public.",
    why: "Whoever may change a container could otherwise show its blobs to everybody.",
    fix: "Set allowBlobPublicAccess: false.",
    references: ["CKV_AZURE_190", "CKV2_AZURE_47"],
    on: isAccount,
    check: ({ inputs }) => (!mayBe(inputs.allowBlobPublicAccess, false) ? ["allowBlobPublicAccess is not false."] : []),
  }),
  resourceRule<Unwrap<BlobContainerArgs>>({
    name: "azure-blob-container-private",
    severity: "critical",
    what: "Every container of blobs is private.",
    why: "Blobs of a public container, or all of their names, are to be read without any identity.",
    fix: "Set publicAccess: None.",
    references: ["CKV_AZURE_34"],
    on: ofType("azure-native:storage:BlobContainer"),
    check: ({ inputs }) => (!mayBe(inputs.publicAccess, "None") ? ["publicAccess is not None."] : []),
  }),
  resourceRule<Account>({
    name: "azure-storage-account-https-only",
    severity: "high",
    what: "A storage account answers HTTPS alone.",
    why: "Blobs and tokens would cross the network in the clear.",
    fix: "Set enableHttpsTrafficOnly: true.",
    references: ["CKV_AZURE_3"],
    on: isAccount,
    check: ({ inputs }) => (!mayBe(inputs.enableHttpsTrafficOnly, true) ? ["enableHttpsTrafficOnly is not true."] : []),
  }),
  resourceRule<Account>({
    name: "azure-storage-account-tls-recent",
    severity: "high",
    what: "A storage account takes TLS 1.2 or later.",
    why: "Earlier versions have known attacks, and are what an account takes when nothing is set.",
    fix: "Set minimumTlsVersion: TLS1_2.",
    references: ["CKV_AZURE_44"],
    on: isAccount,
    check: ({ inputs }) =>
      !mayBe(inputs.minimumTlsVersion, "TLS1_2", "TLS1_3") ? ["minimumTlsVersion is not TLS1_2."] : [],
  }),
  resourceRule<Account>({
    name: "azure-storage-account-tenant-bound",
    severity: "medium",
    what: "Blobs are not replicated to storage accounts of other tenants.",
    why: "A replication policy would copy every new blob out of the company.",
    fix: "Set allowCrossTenantReplication: false.",
    references: [],
    on: isAccount,
    check: ({ inputs }) =>
      !mayBe(inputs.allowCrossTenantReplication, false) ? ["allowCrossTenantReplication is not false."] : [],
  }),
  resourceRule<Account>({
    name: "azure-storage-account-local-users-off",
    severity: "medium",
    what: "A storage account has no local users.",
    why: "They log in by SFTP with passwords and keys that Microsoft Entra ID knows nothing of.",
    fix: "Set isLocalUserEnabled: false, and leave isSftpEnabled out.",
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
    what: `A storage account keeps deleted blobs and containers for at least ${minSoftDeleteDays} days.`,
    why: "A workload that may write may also delete its container, and nothing else brings that back.",
    fix: "Add an azure-native.storage.BlobServiceProperties with deleteRetentionPolicy and containerDeleteRetentionPolicy.",
    references: ["CKV2_AZURE_38"],
    on: hasBlobs,
    checkIn: (account, stack) => {
      const services = beside<BlobService>("azure-native:storage:BlobServiceProperties", account, stack);
      const policies = ["deleteRetentionPolicy", "containerDeleteRetentionPolicy"] as const;
      return policies
        .filter((policy) => !services.some((service) => keeps(service[policy])))
        .map((policy) => `${policy} does not keep what is deleted for ${minSoftDeleteDays} days.`);
    },
  }),
  stackRule<Account>({
    name: "azure-storage-account-versioned",
    severity: "high",
    what: "The blobs of a storage account are versioned.",
    why: "An overwritten model, artifact or backup would be gone.",
    fix: "Add an azure-native.storage.BlobServiceProperties with isVersioningEnabled: true.",
    references: [],
    on: hasBlobs,
    checkIn: (account, stack) =>
      beside<BlobService>("azure-native:storage:BlobServiceProperties", account, stack).some(
        ({ isVersioningEnabled }) => mayBe(isVersioningEnabled, true),
      )
        ? []
        : ["The blobs are not versioned."],
  }),
  stackRule<Account>({
    name: "azure-storage-account-old-versions-expire",
    severity: "medium",
    what: "A storage account deletes old versions of blobs after a time.",
    why: "What was deleted would be kept, and paid for, for ever.",
    fix: "Add an azure-native.storage.ManagementPolicy with a rule whose actions.version.delete has a number of days.",
    references: [],
    on: hasBlobs,
    checkIn: (account, stack) =>
      beside<Lifecycle>("azure-native:storage:ManagementPolicy", account, stack).some(
        ({ policy }: Partial<Lifecycle>) =>
          !isKnown(policy) ||
          mayHave(
            policy?.rules,
            ({ enabled, definition }) => enabled !== false && (!isKnown(definition) || deletesOldVersions(definition)),
          ),
      )
        ? []
        : ["No rule of the account lets old versions expire."],
  }),
];

/** What is deleted for good at once is not kept, whatever the days. */
function keeps(policy: { enabled?: boolean; days?: number; allowPermanentDelete?: boolean } = {}): boolean {
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

/** Inputs of the resources that configure this account: they name it and its resource group. */
function beside<Inputs extends { accountName: string; resourceGroupName: string }>(
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
