import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment.js";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import { workloadOf } from "../grants.ts";
import type { GrantArgs } from "../objectStore.ts";
import { azureCondition } from "./condition.ts";
import { uuidOf } from "./uuid.ts";

export interface AzureAssignmentArgs extends GrantArgs {
  /** Name of the Pulumi stack. */
  stack: string;

  /** Resource id of the container. */
  containerId: string;

  /** Object id of the identity. */
  principalId: Input<string>;
}

/** Storage Blob Data Reader and Contributor. Source: Azure built-in roles for Storage. */
const roleIds = { read: "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", readWrite: "ba92f5b4-2d11-453d-a403-e96b0029c9fe" };

/**
 * A role on one container, limited to a prefix.
 *
 * The prefix is in neither of its names: Azure keeps one assignment of a role per identity and container, so a changed
 * prefix has to be an update. A UUID picked by the provider would differ in each render.
 */
export function azureAssignment(store: string, args: AzureAssignmentArgs, opts: CustomResourceOptions): RoleAssignment {
  const { stack, containerId, principalId, bucket, prefix, access } = args;
  const roleId = roleIds[access];
  const condition = azureCondition(prefix, access);
  const [, subscription] = /^(\/subscriptions\/[^/]+)\//.exec(containerId) ?? [];
  return new RoleAssignment(
    `${store}/${workloadOf(args)}/${bucket}/${access}`,
    {
      roleAssignmentName: uuidOf(containerId, stack, store, workloadOf(args), roleId),
      scope: containerId,
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`,
      principalId,
      principalType: "ServicePrincipal",
      ...(condition !== undefined && { condition, conditionVersion: "2.0" }),
    },
    // Azure refuses to give an assignment to another principal under the same name.
    { ...opts, deleteBeforeReplace: true },
  );
}
