import type { Inputs } from "../../graph/inputs.ts";

/**
 * Placeholders for outputs that only a provider knows and that other resources use. They are fixed and well formed, so that
 * resources with them pass a server's validation. Values that follow from the config are computed by the components.
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
