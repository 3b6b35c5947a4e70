import type { RoleAssignmentArgs } from "@pulumi/azure-native/authorization/roleAssignment.js";
import type { RoleDefinitionArgs } from "@pulumi/azure-native/authorization/roleDefinition.js";
import type { FederatedIdentityCredentialArgs } from "@pulumi/azure-native/managedidentity/federatedIdentityCredential.js";
import type { Unwrap } from "@pulumi/pulumi";
import type { Resource } from "../../../graph/resource.ts";
import { ofType, type Rule, resourceRule, stackRule } from "../../engine/rule.ts";
import { isKnown, itemsOf } from "../../engine/unknown.ts";

type Credential = Unwrap<FederatedIdentityCredentialArgs>;
type Assignment = Unwrap<RoleAssignmentArgs>;

const assignmentType = "azure-native:authorization:RoleAssignment";
const isAssignment = ofType(assignmentType);

/** Source: "Azure built-in roles". */
const managingRoles: Record<string, string> = {
  "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
  "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
  "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
  "f58310d9-a9f6-439a-9e8d-f62e7b41a168": "Role Based Access Control Administrator",
  "17d1049b-9a84-46fb-8f53-869881c3d3ab": "Storage Account Contributor",
  "81a9662b-bebf-436f-a333-f67b29880f12": "Storage Account Key Operator Service Role",
  "c12c1c16-33a1-487b-954d-41c89c60f349": "Reader and Data Access",
  "b7e6dc6d-f1e8-4753-8033-0f276bb0955b": "Storage Blob Data Owner",
};

const blobRoles: Record<string, string> = {
  "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1": "Storage Blob Data Reader",
  "ba92f5b4-2d11-453d-a403-e96b0029c9fe": "Storage Blob Data Contributor",
};

const isBlobAssignment = (resource: Resource) =>
  isAssignment(resource) && roleIn(blobRoles, resource as Resource<Assignment>) !== undefined;

export const azureIdentities: Rule[] = [
  resourceRule<Credential>({
    name: "azure-federated-credential-exact",
    severity: "critical",
    what: "Every federated credential trusts one service account of one namespace of one cluster, with tokens for Microsoft Entra ID.",
    why: "Any other issuer or subject belongs to another cluster or workload, and tokens for any other audience are meant for somebody else.",
    fix: "Set issuer to the cluster's https URL, subject to system:serviceaccount:namespace:name and audiences to [api://AzureADTokenExchange].",
    references: [],
    on: ofType("azure-native:managedidentity:FederatedIdentityCredential"),
    check: ({ inputs: { issuer, subject, audiences } }) => [
      ...(!isKnown(issuer) || /^https:\/\/[^*?\s]+$/.test(issuer) ? [] : ["issuer is not an https URL."]),
      ...(!isKnown(subject) || /^system:serviceaccount:[a-z0-9-]+:[a-z0-9.-]+$/.test(subject)
        ? []
        : ["subject is not one service account of one namespace."]),
      ...(!isKnown(audiences) || [audiences].flat().join() === "api://AzureADTokenExchange"
        ? []
        : ["audiences are not exactly [api://AzureADTokenExchange]."]),
    ],
  }),
  resourceRule<Assignment>({
    name: "azure-role-data-only",
    severity: "critical",
    what: "No identity is assigned a role that manages resources or access to them.",
    why: "Whoever manages a storage account can read or enable its keys, and whoever manages access can obtain any.",
    fix: "Assign a role for data, such as Storage Blob Data Contributor.",
    references: [],
    on: isAssignment,
    check: (assignment) => {
      const role = roleIn(managingRoles, assignment);
      return role === undefined ? [] : [`The role ${role} is assigned.`];
    },
  }),
  resourceRule<Unwrap<RoleDefinitionArgs>>({
    name: "azure-role-actions-exact",
    severity: "high",
    what: "Every custom Azure role names each action that it allows.",
    why: "A wildcard such as Microsoft.Storage/* allows actions that nobody intended, and those that the service adds later.",
    fix: "List the actions and dataActions instead of the wildcard.",
    references: ["CKV_AZURE_39"],
    on: ofType("azure-native:authorization:RoleDefinition"),
    check: ({ inputs: { permissions } }) =>
      itemsOf(permissions)
        .flatMap(({ actions, dataActions }) => [...itemsOf(actions), ...itemsOf(dataActions)])
        .filter((action) => action.includes("*"))
        .map((action) => `The role allows ${action}.`),
  }),
  resourceRule<Assignment>({
    name: "azure-role-scope-narrow",
    severity: "high",
    what: "Every role is assigned on a resource in a resource group; a role for blobs on one container.",
    why: "A wider scope includes resources of other teams, and those that are created later.",
    fix: "Set scope to the resource's id; for blobs .../storageAccounts/NAME/blobServices/default/containers/CONTAINER.",
    references: [],
    on: isAssignment,
    check: (assignment) => {
      const { scope } = assignment.inputs;
      const isContainer = /\/blobServices\/default\/containers\/[^/]+$/i.test(scope);
      const isResource = /\/resourceGroups\/[^/]+\/providers\/[^/]+\/.+/i.test(scope);
      const role = roleIn(blobRoles, assignment);
      return !isKnown(scope) || (role ? isContainer : isResource)
        ? []
        : [role ? `${role} is not assigned on one container.` : "The role is assigned on more than one resource."];
    },
  }),
  stackRule<Assignment>({
    name: "azure-blob-role-limited",
    severity: "high",
    what: "Access to the blobs of a shared container is restricted to a path by a condition.",
    why: "Without one, a workload can read and overwrite what others store in the container.",
    fix: "Add a condition (version 2.0) on the blob's path, or give the workload a container of its own.",
    references: [],
    on: isBlobAssignment,
    checkIn: ({ inputs }, stack) => {
      const { principalId, scope } = inputs;
      const others = stack
        .all<Assignment>(assignmentType)
        .filter(isBlobAssignment)
        .map((other) => other.inputs);
      // Unknown principals of new identities look alike. Another assignment with a path shows that the container is shared.
      const isShared = others.some(
        (other) => isKnown(scope) && other.scope === scope && (other.principalId !== principalId || limitsPath(other)),
      );
      return limitsPath(inputs) || !isShared
        ? []
        : ["The role is for the whole container, to which others also have access."];
    },
  }),
];

function limitsPath({ condition, conditionVersion }: Assignment): boolean {
  return !isKnown(condition) || (/blobs:path\]/.test(condition ?? "") && conditionVersion === "2.0");
}

function roleIn(roles: Record<string, string>, { inputs }: Resource<Assignment>): string | undefined {
  const [, id = ""] = /([^/]*)\/*$/.exec((inputs.roleDefinitionId ?? "").toLowerCase()) ?? [];
  return Object.hasOwn(roles, id) ? roles[id] : undefined;
}
