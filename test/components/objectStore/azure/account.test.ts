import { describe, expect, it } from "vitest";
import { at } from "../../../support/stack.ts";
import { cloudResources, existingAccount, store } from "./deployed.ts";

describe("the account of AzureObjectStore", () => {
  it("has no keys, no public blobs and TLS only", async () => {
    const { made } = await store();
    expect(made.one("StorageAccount").inputs).toMatchObject({
      accountName: "acmemlops",
      resourceGroupName: "mlops",
      location: "westeurope",
      kind: "StorageV2",
      sku: { name: "Standard_ZRS" },
      allowSharedKeyAccess: false,
      allowBlobPublicAccess: false,
      allowCrossTenantReplication: false,
      isLocalUserEnabled: false,
      minimumTlsVersion: "TLS1_2",
      enableHttpsTrafficOnly: true,
    });
  });

  it("is versioned, with soft delete", async () => {
    const { made } = await store({ softDeleteDays: 9 });
    expect(made.one("BlobServiceProperties").inputs).toMatchObject({
      isVersioningEnabled: true,
      deleteRetentionPolicy: { enabled: true, days: 9 },
      containerDeleteRetentionPolicy: { enabled: true, days: 9 },
    });
  });

  it("deletes old versions", async () => {
    const { made } = await store({ noncurrentDays: 12 });
    const policy = made.one("ManagementPolicy");
    expect(at(policy, "policy.rules.0.definition.actions")).toEqual({
      version: { delete: { daysAfterCreationGreaterThan: 12 } },
    });
    expect(policy.dependsOn).toEqual([made.one("BlobServiceProperties").urn]);
  });

  it("has a private container per bucket", async () => {
    const { made } = await store();
    expect(made.all("BlobContainer").map(({ inputs }) => inputs)).toEqual([
      { containerName: "artifacts", accountName: "acmemlops", resourceGroupName: "mlops", publicAccess: "None" },
      { containerName: "backups", accountName: "acmemlops", resourceGroupName: "mlops", publicAccess: "None" },
    ]);
  });

  it.each([
    ["retain", true],
    ["delete", false],
  ] as const)("with %s is protected and kept, with its containers and settings: %s", async (retention, kept) => {
    const { made } = await store({ retention }, {});
    const stateful = cloudResources(made).filter(({ type }) => type.startsWith("azure-native:storage:"));
    expect(stateful).toHaveLength(5);
    expect(stateful.every(({ protect, retainOnDelete }) => protect === kept && retainOnDelete === kept)).toBe(true);
    expect(made.one("RoleAssignment")).toMatchObject({ protect: false, retainOnDelete: false });
  });

  it("is left alone if it exists, except for containers and grants", async () => {
    const { made } = await store(existingAccount, {});
    const types = cloudResources(made).map(({ type }) => type.split(":").at(-1));
    expect(types.sort()).toEqual([
      "BlobContainer",
      "FederatedIdentityCredential",
      "RoleAssignment",
      "UserAssignedIdentity",
    ]);
    expect(made.one("BlobContainer").inputs.containerName).toBe("backups");
  });
});
