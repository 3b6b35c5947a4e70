/** Rendered resources of Azure as a template of Azure Resource Manager, which the azure-native provider is made from. */
import type { CloudExemption } from "../../components/kubernetes/scannerExemptions.ts";
import type { CloudResource } from "./cloudResource.ts";

export interface ArmTemplate {
  $schema: string;
  contentVersion: string;
  resources: ArmResource[];
}

export interface ArmResource {
  type: string;
  apiVersion: string;
  name: string;
  properties: Record<string, unknown>;
  [key: string]: unknown;
}

/** The template that makes these resources. Their metadata skips what is waived, as checkov reads it. */
export function armTemplate(resources: CloudResource[], exemptions: readonly CloudExemption[] = []): ArmTemplate {
  return {
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    resources: resources.map((resource) => {
      const own = exemptions.filter(({ on }) => on === resource.type);
      const skips = own.map(({ checkov, reason }) => `checkov:skip=${checkov}:${reason}`);
      return { ...armResource(resource), ...(skips.length > 0 && { metadata: { checkov: skips } }) };
    }),
  };
}

function armResource({ type: token, inputs }: CloudResource): ArmResource {
  const known = types[token];
  if (known === undefined) {
    throw new Error(`${token}: not in the table of ARM types.`);
  }
  const { type, apiVersion, names } = known;
  const inPath = ["resourceGroupName", ...names];
  const rest = Object.entries(inputs).filter(([key]) => !inPath.includes(key));
  const outside = rest.filter(([key]) => outsideProperties.includes(key));
  const inside = rest.filter(([key]) => !outsideProperties.includes(key)).map(([key, value]) => [renamed(key), value]);
  return {
    type,
    apiVersion,
    name: names.map((name) => inputs[name] ?? "default").join("/"),
    ...Object.fromEntries(outside),
    properties: Object.fromEntries(inside),
  };
}

/** By Pulumi's token. `names` are the inputs that make up the resource's path. */
const types: Record<string, { type: string; apiVersion: string; names: string[] }> = {
  "azure-native:authorization:RoleAssignment": {
    type: "Microsoft.Authorization/roleAssignments",
    apiVersion: "2022-04-01",
    names: ["roleAssignmentName"],
  },
  "azure-native:managedidentity:UserAssignedIdentity": {
    type: "Microsoft.ManagedIdentity/userAssignedIdentities",
    apiVersion: "2023-01-31",
    names: ["resourceName"],
  },
  "azure-native:managedidentity:FederatedIdentityCredential": {
    type: "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
    apiVersion: "2023-01-31",
    names: ["resourceName", "federatedIdentityCredentialResourceName"],
  },
  "azure-native:storage:StorageAccount": storage("storageAccounts"),
  "azure-native:storage:BlobServiceProperties": storage("storageAccounts/blobServices", "blobServicesName"),
  "azure-native:storage:ManagementPolicy": storage("storageAccounts/managementPolicies", "managementPolicyName"),
  "azure-native:storage:BlobContainer": storage(
    "storageAccounts/blobServices/containers",
    "blobServicesName",
    "containerName",
  ),
};

function storage(type: string, ...names: string[]) {
  return { type: `Microsoft.Storage/${type}`, apiVersion: "2023-05-01", names: ["accountName", ...names] };
}

/** What stands beside `properties` in a template. */
const outsideProperties = ["kind", "location", "sku", "tags", "identity", "scope"];

/** Pulumi's SDK renames one property. Source: its SDK's docs of StorageAccount, `enableHttpsTrafficOnly`. */
function renamed(key: string): string {
  return key === "enableHttpsTrafficOnly" ? "supportsHttpsTrafficOnly" : key;
}
