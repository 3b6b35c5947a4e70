import { describe, expect, it } from "vitest";
import type { LiveObject } from "../../lib/liveCluster.ts";
import { namespace } from "./clusterDouble.ts";
import { endpoints, lacks, storageClass, summary } from "./completeCluster.ts";
import { mlflowStack } from "./stackConfigs.ts";

describe("a check of a cluster finds", () => {
  it.each<[string, Record<string, LiveObject | undefined>, [string, string, string]]>([
    ["a namespace that is not there", { namespace: undefined }, ["Namespace mlflow", "unmet", "nothing"]],
    [
      "a namespace that is going",
      { namespace: namespace("mlflow", {}, "Terminating") },
      ["Namespace mlflow", "unmet", "it is being deleted: wait until it is gone"],
    ],
    [
      "a namespace that enforces less",
      { namespace: namespace("mlflow", { "pod-security.kubernetes.io/enforce": "baseline" }) },
      [
        "Namespace mlflow",
        "doubtful",
        "its label pod-security.kubernetes.io/enforce is baseline, although all of the platform's pods meet restricted",
      ],
    ],
    ["no storage class", { storageClass: undefined }, ["Default StorageClass", "unmet", "nothing"]],
    [
      "no default storage class",
      { storageClass: storageClass(false) },
      ["Default StorageClass", "unmet", "no default among standard"],
    ],
    [
      "an API server at another port",
      { endpoints: endpoints(16443) },
      ["Ports of the API server", "unmet", "endpoints of the Service default/kubernetes at port 16443"],
    ],
  ])("%s", async (_case, changes, expected) => {
    expect(summary(await lacks(changes))).toEqual([expected]);
  });

  it("an API that OpenShift does not serve", async () => {
    const config = mlflowStack(({ mlflow, cluster }) => {
      cluster.platform = "openshift";
      mlflow.exposure = { kind: "route" };
    });
    const service = (status: string) => ({
      kind: "APIService",
      metadata: { name: "v1.route.openshift.io" },
      status: { conditions: [{ type: "Available", status, message: "no endpoints" }] },
    });
    expect(summary(await lacks({}, config))).toEqual([["OpenShift Route", "unmet", "nothing"]]);
    expect(summary(await lacks({ route: service("False") }, config))).toEqual([
      ["OpenShift Route", "unmet", "not available: no endpoints"],
    ]);
    expect(summary(await lacks({ route: service("True") }, config))).toEqual([]);
  });
});
