import type { Inputs } from "../../graph/inputs.ts";

/**
 * Outputs that only a provider knows and that other resources use: fixed and well formed, so that what is rendered
 * from them passes a server's validation. What can be computed from config is computed there instead.
 */
export function placeholderOutputs(resource: { type: string; name: string; inputs: Inputs }): {
  id: string;
  [output: string]: unknown;
} {
  return placeholders[resource.type]?.(resource.name, resource.inputs) ?? { id: `${resource.name}-id` };
}

const zeroGuid = "00000000-0000-0000-0000-000000000000";

const placeholders: Record<string, (name: string, inputs: Inputs) => { id: string; [output: string]: unknown }> = {
  "azure-native:managedidentity:UserAssignedIdentity": (name, { resourceGroupName, resourceName = name }) => ({
    id: `/subscriptions/${zeroGuid}/resourceGroups/${resourceGroupName}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${resourceName}`,
    clientId: zeroGuid,
    principalId: zeroGuid,
  }),
};
