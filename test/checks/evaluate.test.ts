import { describe, expect, it } from "vitest";
import { needs } from "../../checks/needs.ts";
import type { LiveObject } from "../../lib/liveCluster.ts";
import { ClusterDouble, deployment, secret } from "./clusterDouble.ts";
import { endpoints, lacks, operatorLabels, storageClass, summary, unmet } from "./completeCluster.ts";
import { mlflowStack } from "./stackConfigs.ts";

describe("a cluster that has everything", () => {
  it("lacks nothing", async () => {
    expect(summary(await lacks({}))).toEqual([]);
  });
});

describe("an empty cluster", () => {
  it("lacks everything at once, but for what cannot be told yet", async () => {
    const results = await unmet(mlflowStack(), new ClusterDouble());
    expect(results.map(({ precondition }) => precondition.name)).toEqual(
      needs(mlflowStack())
        .map(({ name }) => name)
        .filter((name) => name !== "Ports of the API server"),
    );
    expect(new Set(results.map(({ state }) => state))).toEqual(new Set(["unmet"]));
  });
});

describe("what is found", () => {
  it("has a fix of its own where the thing is there, but wrong", async () => {
    const fix = async (changes: Record<string, LiveObject>) => (await lacks(changes))[0]?.fix;
    expect(await fix({ keys: secret("mlflow/object-store-keys", { ACCESS_KEY_ID: "a" }) })).toBe(
      `kubectl --namespace mlflow create secret generic object-store-keys --type=Opaque --from-literal=SECRET_ACCESS_KEY="$\{SECRET_ACCESS_KEY:?}" --dry-run=client --output json | kubectl --namespace mlflow patch secret object-store-keys --type merge --patch-file /dev/stdin`,
    );
    expect(await fix({ storageClass: storageClass(false) })).toBe(
      "pulumi config set --path 'mlops-platform:mlflow.database.storageClass' standard",
    );
    expect(await fix({ operator: deployment("databases/cnpg", operatorLabels) })).toBe(
      "pulumi config set --path 'mlops-platform:cluster.operatorNamespace' databases",
    );
    expect(await fix({ operator: deployment("cnpg-system/cnpg", operatorLabels, { available: 0 }) })).toBe(
      "kubectl --namespace cnpg-system describe pods --selector app.kubernetes.io/name=cloudnative-pg",
    );
    expect(await fix({ operator: deployment("cnpg-system/cnpg", operatorLabels, { replicas: 0 }) })).toBe(
      "kubectl --namespace cnpg-system scale deployment cnpg --replicas 1",
    );
    expect(await fix({ endpoints: endpoints(16443) })).toBe(
      [443, 6443, 16443]
        .map((port, index) => `pulumi config set --path 'mlops-platform:cluster.apiServerPorts[${index}]' ${port}`)
        .join(" && "),
    );
  });
});
