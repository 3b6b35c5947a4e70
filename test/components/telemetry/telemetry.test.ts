import { describe, expect, it } from "vitest";
import { at } from "../../support/stack.ts";
import { deployed, iam, podPath, roleArn } from "./deployed.ts";

describe("the telemetry service", () => {
  it("starts after its account and network policy", async () => {
    const recorded = await deployed();
    const kinds = recorded.resources.filter(({ urn }) => recorded.one("Deployment").dependsOn.includes(urn));
    expect(kinds.map(({ type }) => type.split(":").at(-1))).toEqual(["ServiceAccount", "NetworkPolicy"]);
  });

  it("has a disruption budget where there is more than one pod", async () => {
    expect((await deployed()).all("PodDisruptionBudget")).toEqual([]);
    const { one } = await deployed({ replicas: 2 });
    expect(at(one("PodDisruptionBudget"), "spec")).toEqual({
      maxUnavailable: 1,
      selector: at(one("Deployment"), "spec.selector"),
    });
  });

  it("is the parent of all its resources, and exports the name of its Deployment", async () => {
    const recorded = await deployed();
    const component = recorded.one("mlops-platform:telemetry:Telemetry");
    const children = recorded.resources.filter((resource) => recorded.parentOf(resource) === component);
    expect(children.map(({ type }) => type.split(":").at(-1)).sort()).toEqual([
      "Deployment",
      "NetworkPolicy",
      "ServiceAccount",
    ]);
    expect(recorded.outputs).toEqual({ deploymentName: "telemetry" });
  });
});

describe("the service account", () => {
  it("has the component's name by default", async () => {
    const { one } = await deployed({ serviceAccount: { name: "storage-telemetry" } });
    expect(at(one("ServiceAccount"), "metadata.name")).toBe("storage-telemetry");
    expect(at(one("Deployment"), `${podPath}.serviceAccountName`)).toBe("storage-telemetry");
    expect(at((await deployed()).one("Deployment"), `${podPath}.serviceAccountName`)).toBe("telemetry");
  });

  it("acts as the role for login with AWS IAM", async () => {
    const { one } = await deployed({ database: { ...iam, roleArn } });
    expect(at(one("ServiceAccount"), "metadata.annotations")).toEqual({ "eks.amazonaws.com/role-arn": roleArn });
  });

  it("is left to Pod Identity without a role", async () => {
    const { one } = await deployed({ database: iam });
    expect(at(one("ServiceAccount"), "metadata.annotations")).toEqual({});
  });
});
