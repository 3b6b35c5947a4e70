import { describe, expect, it } from "vitest";
import type { RecordedResource } from "../../../commands/render/monitor.ts";
import { versionLabel } from "../../../components/releaseGuard/releaseMark.ts";
import { LiveClusterDouble } from "../../support/liveClusterDouble.ts";
import { at } from "../../support/stack.ts";
import { deployed } from "./deployed.ts";

describe("going back to an earlier version", () => {
  const labelOf = (workload: RecordedResource) =>
    (at(workload, "metadata.labels") as Record<string, string>)[versionLabel];

  it("is guarded on the version mark, which moves once the migration has succeeded", async () => {
    const recorded = await deployed({ live: new LiveClusterDouble([]) });
    const mark = recorded.one("ConfigMap", "mlflow-release");
    expect(mark.hooks.beforeUpdate).toEqual(["mlflow-release-guard", "mlflow-release-milestone"]);
    expect(labelOf(mark)).toBe("3.17.2");
    expect(recorded.waitsFor(mark)).toEqual(["mlflow-migrate"]);
    expect(recorded.waitsFor(recorded.one("Deployment"))).toContain("mlflow-release");
  });

  it("is guarded on the migration too, which comes first in an update without a preview", async () => {
    const { one } = await deployed({ live: new LiveClusterDouble([]) });
    expect(one("Job").hooks.beforeCreate).toEqual(["mlflow-migrate-release-guard"]);
  });

  it("is guarded on the server where manifests are only written", async () => {
    const { one } = await deployed();
    expect(one("Deployment").hooks.beforeUpdate).toEqual(["mlflow-release-guard"]);
    expect(labelOf(one("Deployment"))).toBe("3.17.2");
  });

  it("needs no label of the pods, whose selector can't be changed", async () => {
    const { one } = await deployed();
    expect(JSON.stringify(at(one("Deployment"), "spec.selector"))).not.toContain(versionLabel);
  });

  it.each([
    ["registry.example.com/mlflow:3.18.0rc1", "3.18.0rc1"],
    [`mlflow:v3.17.2-full@sha256:${"0".repeat(64)}`, "3.17.2"],
    [`mlflow@sha256:${"0".repeat(64)}`, undefined],
    ["mlflow:latest", undefined],
  ])("reads the version of %s", async (image, version) => {
    const { one } = await deployed({ image });
    expect(labelOf(one("Deployment"))).toBe(version);
  });

  it("is allowed by restoredTo, which must be the image's own version", async () => {
    await expect(deployed({ restoredTo: "3.17.2" })).resolves.toBeDefined();
    await expect(deployed({ restoredTo: "3.16.0" })).rejects.toThrow(
      "restoredTo: expected the version that the image's tag says, or nothing",
    );
  });
});
