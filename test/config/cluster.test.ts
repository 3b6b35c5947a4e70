import { describe, expect, it } from "vitest";
import type { PrintedProblem } from "../../lib/diagnostics/configError.ts";
import { dev, type Json, problems, set } from "../support/stackConfigs.ts";

describe("the config of the cluster and its cloud", () => {
  it.each<[string, (config: Json) => void, Partial<PrintedProblem>]>([
    [
      "two clouds",
      set("cloud", { gcp: { project: "example" }, azure: azure() }),
      {
        path: "cloud",
        expected: "at most one cloud",
        found: "gcp and azure",
        fix: "pulumi config rm --path 'mlops-platform:cloud.gcp', or pulumi config rm --path 'mlops-platform:cloud.azure'",
      },
    ],
    ...["..", "../../x", "/tmp/x", ".", "a/../..", "C:\\x"].map(
      (folder): [string, (config: Json) => void, Partial<PrintedProblem>] => [
        `manifests outside the project, in ${folder}`,
        set("cluster.renderTo", folder),
        { path: "cluster.renderTo", expected: "a folder below the project's, such as manifests" },
      ],
    ),
    ...["config", "./config/manifests", "node_modules", ".git", "rendered/dev"].map(
      (folder): [string, (config: Json) => void, Partial<PrintedProblem>] => [
        `manifests among the project's own files, in ${folder}`,
        set("cluster.renderTo", folder),
        { path: "cluster.renderTo", expected: "a folder that nothing else uses, such as manifests" },
      ],
    ),
    [
      "a cluster to reach and a folder to render to",
      set("cluster.kubeconfig", "kubeconfig"),
      {
        path: "cluster.renderTo",
        found: "both",
        fix: "pulumi config rm --path 'mlops-platform:cluster.renderTo', or pulumi config rm --path 'mlops-platform:cluster.kubeconfig'",
      },
    ],
  ])("refuses %s", (_case, change, problem) => {
    expect(problems(dev(change))).toContainEqual(expect.objectContaining(problem));
  });

  it.each(["manifests", "out/dev", "./manifests"])("takes %s for a folder of manifests", (folder) => {
    expect(problems(dev(set("cluster.renderTo", folder)))).toEqual([]);
  });
});

function azure(): Json {
  const id = "11111111-2222-3333-4444-555555555555";
  return { subscriptionId: id, tenantId: id, resourceGroup: "mlops", location: "westeurope" };
}
