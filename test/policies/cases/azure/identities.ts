import type { RoleAssignmentArgs } from "@pulumi/azure-native/authorization/roleAssignment.js";
import type { RoleDefinitionArgs } from "@pulumi/azure-native/authorization/roleDefinition.js";
import type { FederatedIdentityCredentialArgs } from "@pulumi/azure-native/managedidentity/federatedIdentityCredential.js";
import { UNKNOWN } from "../../../../graph/inputs.ts";
import { type Case, type CaseResource, resource } from "../../case.ts";

const credential = (name: string, inputs: Partial<FederatedIdentityCredentialArgs>): CaseResource[] => [
  resource<FederatedIdentityCredentialArgs>("azure-native:managedidentity:FederatedIdentityCredential", name, {
    resourceName: "mlflow",
    resourceGroupName: "mlops",
    issuer: "https://germanywestcentral.oic.prod-aks.azure.com/tenant/cluster/",
    subject: "system:serviceaccount:mlflow:mlflow",
    audiences: ["api://AzureADTokenExchange"],
    ...inputs,
  }),
];

const subscription = "/subscriptions/11111111-2222-3333-4444-555555555555";
const group = `${subscription}/resourceGroups/mlops`;
const account = `${group}/providers/Microsoft.Storage/storageAccounts/example`;
const container = (name: string) => `${account}/blobServices/default/containers/${name}`;
const definition = (role: string) => `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`;

const owner = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
const contributor = "b24988ac-6180-42a0-ab88-20f7382dd24c";
const blobContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
const blobReader = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1";
const pull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";

const mlflow = "aaaaaaaa-0000-0000-0000-000000000001";
const telemetry = "aaaaaaaa-0000-0000-0000-000000000002";

const assignment = (name: string, role: string, scope: string, inputs: Partial<RoleAssignmentArgs> = {}) =>
  resource<RoleAssignmentArgs>("azure-native:authorization:RoleAssignment", name, {
    roleDefinitionId: definition(role),
    principalId: mlflow,
    principalType: "ServicePrincipal",
    scope,
    ...inputs,
  });

const roleDefinition = (name: string, actions: string[]) =>
  resource<RoleDefinitionArgs>("azure-native:authorization:RoleDefinition", name, {
    roleName: name,
    scope: group,
    permissions: [{ actions }],
  });

const path = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs:path";
const below = (prefix: string) => ({
  condition: `@Resource[${path}] StringStartsWith '${prefix}/'`,
  conditionVersion: "2.0",
});

const exact = "azure-federated-credential-exact";
const dataOnly = "azure-role-data-only";
const actions = "azure-role-actions-exact";
const scoped = "azure-role-scope-narrow";
const limited = "azure-blob-role-limited";

export const azureIdentityCases: Case[] = [
  {
    rule: exact,
    passes: [credential(exact, {}), credential(exact, { issuer: UNKNOWN })],
    fails: [
      credential(exact, { issuer: "http://issuer.example.com" }),
      credential(`${exact}-2`, { subject: "system:serviceaccount:mlflow:*" }),
      credential(`${exact}-3`, { subject: "repo:example/mlops:ref:refs/heads/main" }),
      credential(`${exact}-4`, { audiences: ["api://AzureADTokenExchange", "vault"] }),
    ],
  },
  {
    rule: dataOnly,
    passes: [[assignment(dataOnly, blobContributor, container(dataOnly))]],
    fails: [
      [assignment(dataOnly, owner, account)],
      [assignment(`${dataOnly}-2`, contributor, account)],
      [assignment(`${dataOnly}-4`, `${owner}/`, account)],
      [assignment(`${dataOnly}-5`, "c12c1c16-33a1-487b-954d-41c89c60f349", account)],
      [assignment(`${dataOnly}-3`, "17d1049b-9a84-46fb-8f53-869881c3d3ab", account)],
    ],
  },
  {
    rule: actions,
    passes: [[roleDefinition(actions, ["Microsoft.Storage/storageAccounts/read"])]],
    fails: [[roleDefinition(`${actions}-2`, ["Microsoft.Storage/*"])]],
  },
  {
    rule: scoped,
    passes: [
      [assignment(scoped, blobReader, container(scoped))],
      [assignment(scoped, pull, `${group}/providers/Microsoft.ContainerRegistry/registries/example`)],
      [assignment(scoped, blobReader, UNKNOWN)],
    ],
    fails: [
      [assignment(scoped, blobReader, account)],
      [assignment(`${scoped}-2`, pull, subscription)],
      [assignment(`${scoped}-3`, pull, group)],
    ],
  },
  {
    rule: limited,
    passes: [
      [
        assignment(limited, blobContributor, container(limited), below("mlflow")),
        assignment(`${limited}-2`, blobReader, container(limited), { principalId: telemetry, ...below("telemetry") }),
      ],
      // A container of its own.
      [assignment(limited, blobContributor, container(limited))],
    ],
    fails: [
      [
        assignment(limited, blobContributor, container(limited)),
        assignment(`${limited}-other`, blobReader, container(limited), { principalId: telemetry }),
      ],
      [
        assignment(`${limited}-2`, blobContributor, container(`${limited}-2`), { principalId: UNKNOWN }),
        assignment(`${limited}-2-other`, blobReader, container(`${limited}-2`), {
          principalId: UNKNOWN,
          ...below("telemetry"),
        }),
      ],
    ],
  },
];
