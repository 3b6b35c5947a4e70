import { describe, expect, it } from "vitest";
import { armTemplate } from "./armTemplate.ts";

describe("a template of Azure Resource Manager", () => {
  it("keeps what is no property beside `properties`", () => {
    const account = {
      type: "azure-native:storage:StorageAccount",
      name: "store",
      inputs: {
        accountName: "mlops",
        resourceGroupName: "group",
        location: "westeurope",
        kind: "StorageV2",
        sku: { name: "Standard_ZRS" },
        minimumTlsVersion: "TLS1_2",
        enableHttpsTrafficOnly: true,
      },
    };
    expect(armTemplate([account]).resources).toEqual([
      {
        type: "Microsoft.Storage/storageAccounts",
        apiVersion: "2023-05-01",
        name: "mlops",
        location: "westeurope",
        kind: "StorageV2",
        sku: { name: "Standard_ZRS" },
        properties: { minimumTlsVersion: "TLS1_2", supportsHttpsTrafficOnly: true },
      },
    ]);
  });

  it("names what is in another resource by its path", () => {
    const container = {
      type: "azure-native:storage:BlobContainer",
      name: "artifacts",
      inputs: { accountName: "mlops", containerName: "artifacts", resourceGroupName: "group", publicAccess: "None" },
    };
    expect(armTemplate([container]).resources[0]).toMatchObject({
      type: "Microsoft.Storage/storageAccounts/blobServices/containers",
      name: "mlops/default/artifacts",
      properties: { publicAccess: "None" },
    });
  });

  it("skips what is waived", () => {
    const identity = {
      type: "azure-native:managedidentity:UserAssignedIdentity",
      name: "mlflow",
      inputs: { resourceName: "mlflow", resourceGroupName: "group" },
    };
    const exemption = { on: identity.type, checkov: "CKV_AZURE_0", reason: "None." };
    const other = { ...exemption, on: "azure-native:storage:StorageAccount" };
    expect(armTemplate([identity], [exemption, other]).resources[0]?.metadata).toEqual({
      checkov: ["checkov:skip=CKV_AZURE_0:None."],
    });
  });

  it("refuses a type that its table does not have", () => {
    const vault = { type: "azure-native:keyvault:Vault", name: "vault", inputs: {} };
    expect(() => armTemplate([vault])).toThrow("azure-native:keyvault:Vault: not in the table of ARM types.");
  });
});
