import { describe, expect, it } from "vitest";
import { configuredStack } from "../../support/stackConfigs.ts";
import { chart, iam, type Json, mlops, objectStore, problems, standalone } from "./sections.ts";

describe("telemetry beside other sections", () => {
  it.each<[string, Json, string]>([
    [
      "a connection string in a namespace that is made here",
      { namespace: { name: "mlops" } },
      "telemetry.namespace.kind: existing, since telemetry.database names a Secret",
    ],
    [
      "a pull Secret in a namespace that is made here",
      {
        namespace: { name: "mlops" },
        database: iam,
        image: { repository: "registry.example.com/a", tag: "1", pullSecretName: "registry" },
      },
      "telemetry.namespace.kind: existing, since telemetry.image names a Secret",
    ],
    [
      "pods without a context in a namespace that is made here",
      { namespace: { name: "mlops" }, database: iam, podSecurityContext: { enabled: false } },
      "telemetry.podSecurityContext.enabled: true, since",
    ],
    [
      "containers without a context in a namespace that is made here",
      { namespace: { name: "mlops" }, database: iam, containerSecurityContext: { enabled: false } },
      "telemetry.containerSecurityContext.enabled: true, since",
    ],
  ])("refuses %s", (_case, change, problem) => {
    expect(problems({ ...standalone, ...change })).toEqual([expect.stringContaining(problem)]);
  });

  it("refuses the chart's telemetry without the chart", () => {
    expect(problems(chart)).toEqual([
      expect.stringContaining("telemetry.kind: standalone, since kind chart needs the key mlops"),
    ]);
  });

  it("refuses a service of its own before 0.68, whose storage publishes by a cron job", () => {
    const sections = { mlops: { ...mlops, release: "0.67" }, objectStore };
    expect(problems(standalone, sections)).toEqual([expect.stringContaining("telemetry: no such key before 0.68")]);
    expect(problems(standalone, { mlops: { ...mlops, release: "0.68" }, objectStore })).toEqual([]);
  });

  it("refuses a service of its own beside one that values switch on in the chart", () => {
    const beside = (enabled: boolean) =>
      problems(standalone, { mlops: { ...mlops, values: { telemetry: { enabled } } }, objectStore });
    expect(beside(true)).toEqual([expect.stringContaining("telemetry.kind: chart, or no telemetry.enabled")]);
    expect(beside(false)).toEqual([]);
  });

  it("refuses IAM login before 0.70, which is the first to have it", () => {
    const at = (release: string) =>
      problems({ ...standalone, database: iam }, { mlops: { ...mlops, release }, objectStore });
    expect(at("0.69.1")).toEqual([expect.stringContaining("telemetry.database.kind: connectionString")]);
    expect(at("0.70")).toEqual([]);
  });

  it("refuses another service account than the one that gets an identity", () => {
    const serviceAccounts = { storage: "mlops-storage", telemetry: "mlops-telemetry" };
    const sections = { mlops: { ...mlops, serviceAccounts }, objectStore };
    expect(problems({ ...chart, serviceAccount: { name: "other" } }, sections)).toEqual([
      expect.stringContaining("telemetry.serviceAccount.name: mlops-telemetry, which mlops.serviceAccounts.telemetry"),
    ]);
    expect(problems({ ...chart, serviceAccount: { name: "mlops-telemetry" } }, sections)).toEqual([]);
  });

  it.each([
    ["managed", "existing"],
    ["existing", "managed"],
  ])("refuses MLflow's namespace where one is %s and one %s", (kind, mlflowKind) => {
    const { objectStore } = configuredStack;
    const mlflow = { ...configuredStack.mlflow, namespace: { kind: mlflowKind, name: "mlops" } };
    const telemetry = { ...standalone, namespace: { kind, name: "mlops" }, database: iam };
    expect(problems(telemetry, { mlflow, objectStore })).toEqual([
      "telemetry.namespace.name: another namespace than MLflow's, or kind existing for both",
    ]);
    expect(problems({ ...telemetry, namespace: { kind, name: "telemetry" } }, { mlflow, objectStore })).toEqual([]);
  });
});
