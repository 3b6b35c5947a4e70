import { describe, expect, it } from "vitest";
import { existingIdentity, oidcIssuer, store } from "./deployed.ts";

describe("the identity of a workload", () => {
  it("trusts its service account alone, which is annotated with it, as its pods are labelled", async () => {
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
});

describe("an existing identity", () => {
  it("gets the role, and keeps its federated credential", async () => {
    const { made, grant } = await store({ identities: { "mlops/mlflow": existingIdentity } }, {});
    expect(made.all("UserAssignedIdentity")).toEqual([]);
    expect(made.all("FederatedIdentityCredential")).toEqual([]);
    expect(made.one("RoleAssignment").inputs.principalId).toBe(existingIdentity.principalId);
    expect(grant?.annotations).toEqual({ "azure.workload.identity/client-id": existingIdentity.clientId });
  });
});
