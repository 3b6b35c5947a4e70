import { AzureObjectStore, type AzureObjectStoreArgs } from "../../../../components/objectStore/azure/objectStore.ts";
import type { Grant, GrantArgs } from "../../../../components/objectStore/objectStore.ts";
import { azureCloud } from "../../../../config/cloud.ts";
import { azureObjectStore } from "../../../../config/objectStore/objectStore.ts";
import { type Stack, stack } from "../../../support/stack.ts";

export const subscriptionId = "11111111-1111-4111-8111-111111111111";

export const tenantId = "22222222-2222-4222-8222-222222222222";

export const oidcIssuer = "https://westeurope.oic.prod-aks.azure.com/tenant/cluster/";

const group = `/subscriptions/${subscriptionId}/resourceGroups/mlops`;

/** Azure's id of the storage account. */
export const accountId = `${group}/providers/Microsoft.Storage/storageAccounts/acmemlops`;

// From config, in one expression: whatever a stack may say has to fit the args.
export const azureArgs: AzureObjectStoreArgs = {
  cloud: azureCloud.parse({ subscriptionId, tenantId, resourceGroup: "mlops", location: "westeurope" }),
  oidcIssuer,
  ...azureObjectStore.parse({
    kind: "azure",
    account: { name: "acmemlops" },
    buckets: { artifacts: { name: "artifacts" }, backups: { name: "backups" } },
  }),
};

export const existingAccount: Pick<AzureObjectStoreArgs, "account" | "buckets"> = {
  account: { kind: "existing", name: "acmemlops" },
  buckets: { artifacts: { kind: "existing", name: "artifacts" }, backups: { kind: "managed", name: "backups" } },
};

export const existingIdentity = {
  clientId: "33333333-3333-4333-8333-333333333333",
  principalId: "44444444-4444-4444-8444-444444444444",
};

/** What the tests' grants ask for, but for their changes. */
const mlflow: GrantArgs = {
  bucket: "artifacts",
  namespace: "mlops",
  serviceAccount: "mlflow",
  prefix: "mlflow",
  access: "readWrite",
};

/** Makes the store, asks for the grants, and shows both. */
export async function store(change: Partial<AzureObjectStoreArgs> = {}, ...asked: Partial<GrantArgs>[]) {
  const grants: Grant[] = [];
  const made = await stack(() => {
    const objectStore = new AzureObjectStore("store", { ...azureArgs, ...change });
    grants.push(...asked.map((grant) => objectStore.grant({ ...mlflow, ...grant })));
    return grants[0]?.annotations;
  });
  const [grant] = grants;
  return { made, grants, grant };
}

/** Everything that the Azure provider makes. */
export function cloudResources(made: Stack) {
  return made.resources.filter(({ type }) => type.startsWith("azure-native:"));
}
