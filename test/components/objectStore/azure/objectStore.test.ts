import { describe, expect, it } from "vitest";
import type { AzureObjectStoreArgs } from "../../../../components/objectStore/azure/objectStore.ts";
import {
  azureArgs,
  cloudResources,
  existingAccount,
  existingIdentity,
  store,
  subscriptionId,
  tenantId,
} from "./deployed.ts";

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

  it("makes nothing more when asked for the same again", async () => {
    const { made, grants } = await store({}, {}, {});
    expect(made.all("RoleAssignment")).toHaveLength(1);
    expect(grants[0]).toBe(grants[1]);
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
      { buckets: { ...existingAccount.buckets } },
      'buckets.artifacts.kind: expected managed, as the storage account is, found "existing"',
    ],
    [
      "one container for both",
      { buckets: { artifacts: { kind: "managed", name: "acme" }, backups: { kind: "managed", name: "acme" } } },
      "backups.name: expected another bucket than that of artifacts",
    ],
    [
      "an identity without a GUID",
      { identities: { "mlops/mlflow": { ...existingIdentity, clientId: "mlflow" } } },
      "clientId: expected",
    ],
    [
      "a subscription's name",
      { cloud: { ...azureArgs.cloud, subscriptionId: "prod" } },
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
