import { describe, expect, it } from "vitest";
import { AzureObjectStore, type AzureObjectStoreArgs } from "../../../../components/objectStore/azure/objectStore.ts";
import type { Grant, GrantArgs } from "../../../../components/objectStore/objectStore.ts";
import { azureCloud } from "../../../../config/cloud.ts";
import { azureObjectStore } from "../../../../config/objectStore/objectStore.ts";
import { at, type Stack, stack } from "../../../support/stack.ts";

const subscriptionId = "11111111-1111-4111-8111-111111111111";
const tenantId = "22222222-2222-4222-8222-222222222222";
const oidcIssuer = "https://westeurope.oic.prod-aks.azure.com/tenant/cluster/";
const group = `/subscriptions/${subscriptionId}/resourceGroups/mlops`;
const account = `${group}/providers/Microsoft.Storage/storageAccounts/acmemlops`;
const contributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
const reader = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1";

// From config, in one expression: whatever a stack may say has to fit the args.
const args: AzureObjectStoreArgs = {
  cloud: azureCloud.parse({ subscriptionId, tenantId, resourceGroup: "mlops", location: "westeurope" }),
  oidcIssuer,
  ...azureObjectStore.parse({
    kind: "azure",
    account: { name: "acmemlops" },
    buckets: { artifacts: { name: "artifacts" }, backups: { name: "backups" } },
  }),
};
const existing: Pick<AzureObjectStoreArgs, "account" | "buckets"> = {
  account: { kind: "existing", name: "acmemlops" },
  buckets: { artifacts: { kind: "existing", name: "artifacts" }, backups: { kind: "managed", name: "backups" } },
};
const brought = {
  clientId: "33333333-3333-4333-8333-333333333333",
  principalId: "44444444-4444-4444-8444-444444444444",
};
const mlflow: GrantArgs = {
  bucket: "artifacts",
  namespace: "mlops",
  serviceAccount: "mlflow",
  prefix: "mlflow",
  access: "readWrite",
};

/** Makes the store, asks for the grants, and shows both. */
async function store(change: Partial<AzureObjectStoreArgs> = {}, ...asked: Partial<GrantArgs>[]) {
  const grants: Grant[] = [];
  const made = await stack(() => {
    const objectStore = new AzureObjectStore("store", { ...args, ...change });
    grants.push(...asked.map((grant) => objectStore.grant({ ...mlflow, ...grant })));
    return grants[0]?.annotations;
  });
  const [grant] = grants;
  return { made, grants, grant };
}

function cloudResources(made: Stack) {
  return made.resources.filter(({ type }) => type.startsWith("azure-native:"));
}

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
    const { made } = await store(existing, {});
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

describe("the provider of AzureObjectStore", () => {
  it("is pinned to subscription and tenant, and makes everything as children of the store", async () => {
    const { made } = await store({}, {});
    const provider = made.one("pulumi:providers:azure-native");
    expect(provider.inputs).toMatchObject({ subscriptionId, tenantId });
    expect(made.parentOf(provider)?.name).toBe("store");
    expect(cloudResources(made)).toHaveLength(8);
    expect(cloudResources(made).filter((each) => !each.provider?.startsWith(provider.urn))).toEqual([]);
    expect(cloudResources(made).filter((each) => made.parentOf(each)?.name !== "store")).toEqual([]);
  });
});

describe("a grant of AzureObjectStore", () => {
  it("labels the pods and annotates the service account with an identity that trusts it alone", async () => {
    const { made, grant } = await store({}, {});
    const identity = made.one("UserAssignedIdentity");
    expect(made.one("FederatedIdentityCredential").inputs).toMatchObject({
      resourceName: identity.inputs.resourceName,
      issuer: oidcIssuer,
      subject: "system:serviceaccount:mlops:mlflow",
      audiences: ["api://AzureADTokenExchange"],
    });
    expect(grant?.podLabels).toEqual({ "azure.workload.identity/use": "true" });
    expect(made.outputs).toEqual({ "azure.workload.identity/client-id": "00000000-0000-0000-0000-000000000000" });
  });

  it.each([
    ["readWrite", contributor],
    ["read", reader],
  ] as const)("with %s assigns role %s on the container, below the prefix", async (access, role) => {
    const { made } = await store({}, { access });
    const assignment = made.one("RoleAssignment");
    expect(assignment.inputs).toMatchObject({
      scope: `${account}/blobServices/default/containers/artifacts`,
      roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      principalId: "00000000-0000-0000-0000-000000000000",
      principalType: "ServicePrincipal",
      conditionVersion: "2.0",
    });
    expect(at(assignment, "condition")).toContain("StringStartsWith 'mlflow/'");
    expect(made.waitsFor(assignment)).toEqual(expect.arrayContaining(["store-artifacts", "store/mlops/mlflow"]));
  });

  it("owns the container with the empty prefix", async () => {
    const { made, grant } = await store({}, { bucket: "backups", prefix: "" });
    expect(made.one("RoleAssignment").inputs).not.toHaveProperty("condition");
    expect(made.one("RoleAssignment").inputs).not.toHaveProperty("conditionVersion");
    expect(grant?.target).toMatchObject({ bucket: "backups", prefix: "" });
  });

  it("needs neither keys nor environment", async () => {
    const { grant } = await store({}, {});
    expect(grant).toMatchObject({
      env: {},
      secretKeyRefs: {},
      target: {
        kind: "azure",
        account: "acmemlops",
        bucket: "artifacts",
        prefix: "mlflow",
        location: "westeurope",
      },
      egress: [{ ports: [{ port: 443, protocol: "TCP" }] }],
    });
  });

  it("is ready once account, container, identity and role are", async () => {
    const { grant } = await store({}, {});
    const types = grant?.ready.map((resource) => resource.constructor.name);
    expect(types).toEqual([
      "StorageAccount",
      "BlobServiceProperties",
      "ManagementPolicy",
      "BlobContainer",
      "UserAssignedIdentity",
      "FederatedIdentityCredential",
      "RoleAssignment",
    ]);
  });

  it("names the assignment by a UUID that another prefix does not change", async () => {
    const first = (await store({}, {})).made.one("RoleAssignment");
    const second = (await store({}, { prefix: "models" })).made.one("RoleAssignment");
    expect(first.inputs.roleAssignmentName).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(second.inputs.roleAssignmentName).toBe(first.inputs.roleAssignmentName);
    expect(second.urn).toBe(first.urn);
    expect(first.deleteBeforeReplace).toBe(true);
  });

  it.each([
    ["bucket", { bucket: "backups" as const }],
    ["access", { access: "read" as const, prefix: "models" }],
  ])("adds an assignment to the same identity when asked for another %s", async (_case, other) => {
    const { made } = await store({}, {}, other);
    expect(made.all("UserAssignedIdentity")).toHaveLength(1);
    expect(new Set(made.all("RoleAssignment").map(({ inputs }) => inputs.roleAssignmentName)).size).toBe(2);
  });

  it("makes nothing more when asked for the same again", async () => {
    const { made, grants } = await store({}, {}, {});
    expect(made.all("RoleAssignment")).toHaveLength(1);
    expect(grants[0]).toBe(grants[1]);
  });

  it("refuses a second prefix with the same access, as Azure would", async () => {
    await expect(store({}, {}, { prefix: "models" })).rejects.toThrow(
      'expected one prefix of artifacts with readWrite for mlops/mlflow, since Azure keeps one assignment of a role per identity and container; found "mlflow" and "models"',
    );
  });
});

describe("an existing identity", () => {
  it("gets the role, and keeps its federated credential", async () => {
    const { made, grant } = await store({ identities: { "mlops/mlflow": brought } }, {});
    expect(made.all("UserAssignedIdentity")).toEqual([]);
    expect(made.all("FederatedIdentityCredential")).toEqual([]);
    expect(made.one("RoleAssignment").inputs.principalId).toBe(brought.principalId);
    expect(grant?.annotations).toEqual({ "azure.workload.identity/client-id": brought.clientId });
  });
});

describe("AzureObjectStore refuses", () => {
  it.each<[string, Partial<AzureObjectStoreArgs>, string]>([
    [
      "no issuer",
      { oidcIssuer: undefined },
      "oidcIssuer: expected the issuer of the cluster's tokens, an https URL, found nothing",
    ],
    [
      "an account's name with a hyphen",
      { account: { kind: "managed", name: "acme-mlops" } },
      "account.name: expected a storage account name",
    ],
    [
      "a container that exists in an account that does not",
      { buckets: { ...existing.buckets } },
      'buckets.artifacts.kind: expected managed, as the storage account is, found "existing"',
    ],
    [
      "one container for both",
      { buckets: { artifacts: { kind: "managed", name: "acme" }, backups: { kind: "managed", name: "acme" } } },
      "backups.name: expected another bucket than that of artifacts",
    ],
    [
      "an identity without a GUID",
      { identities: { "mlops/mlflow": { ...brought, clientId: "mlflow" } } },
      "clientId: expected",
    ],
    [
      "a subscription's name",
      { cloud: { ...args.cloud, subscriptionId: "prod" } },
      "cloud.subscriptionId: expected a subscription id",
    ],
  ])("%s", async (_case, wrong, message) => {
    await expect(store(wrong)).rejects.toThrow(message);
  });

  it("all of it at once", async () => {
    await expect(store({ oidcIssuer: undefined, softDeleteDays: 0 })).rejects.toThrow(
      /oidcIssuer: [\s\S]*softDeleteDays: /,
    );
  });
});
