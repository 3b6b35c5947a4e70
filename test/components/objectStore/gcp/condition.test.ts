import { describe, expect, it } from "vitest";
import { gcpCondition } from "../../../../components/objectStore/gcp/condition.ts";

describe("the condition of a GCP binding", () => {
  it("covers objects below the prefix, and lists that ask for no more", () => {
    expect(gcpCondition("acme-artifacts", "team/mlflow")?.expression).toBe(
      'resource.name.startsWith("projects/_/buckets/acme-artifacts/objects/team/mlflow/") || ' +
        'api.getAttribute("storage.googleapis.com/objectListPrefix", "").startsWith("team/mlflow/")',
    );
  });

  it("is absent for the empty prefix", () => {
    expect(gcpCondition("acme-artifacts", "")).toBeUndefined();
  });
});
