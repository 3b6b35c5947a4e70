import { describe, expect, it } from "vitest";
import { at } from "../../../support/stack.ts";
import { accountId, store, subscriptionId } from "./deployed.ts";

const contributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
const reader = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1";

describe("the role assignments of AzureObjectStore", () => {
  it.each([
    ["readWrite", contributor],
    ["read", reader],
  ] as const)("with %s give role %s on the container, below the prefix", async (access, role) => {
    const { made } = await store({}, { access });
    const assignment = made.one("RoleAssignment");
    expect(assignment.inputs).toMatchObject({
      scope: `${accountId}/blobServices/default/containers/artifacts`,
      roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      principalId: "00000000-0000-0000-0000-000000000000",
      principalType: "ServicePrincipal",
      conditionVersion: "2.0",
    });
    expect(at(assignment, "condition")).toContain("StringStartsWith 'mlflow/'");
    expect(made.waitsFor(assignment)).toEqual(expect.arrayContaining(["store-artifacts", "store/mlops/mlflow"]));
  });

  it("are named by a UUID that another prefix does not change", async () => {
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
  ])("belong to the same identity when asked for another %s", async (_case, other) => {
    const { made } = await store({}, {}, other);
    expect(made.all("UserAssignedIdentity")).toHaveLength(1);
    expect(new Set(made.all("RoleAssignment").map(({ inputs }) => inputs.roleAssignmentName)).size).toBe(2);
  });

  it("are refused for a second prefix with the same access, as Azure would", async () => {
    await expect(store({}, {}, { prefix: "models" })).rejects.toThrow(
      'expected one prefix of artifacts with readWrite for mlops/mlflow, since Azure keeps one assignment of a role per identity and container; found "mlflow" and "models"',
    );
  });
});
