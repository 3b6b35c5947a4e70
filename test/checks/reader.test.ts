import { describe, expect, it } from "vitest";
import { evaluate } from "../../checks/evaluate.ts";
import { needs } from "../../checks/needs.ts";
import { Unreachable } from "../../checks/reader.ts";
import { ClusterDouble } from "./clusterDouble.ts";
import { complete, summary, unmet } from "./completeCluster.ts";
import { mlflowStack } from "./stackConfigs.ts";

describe("a cluster that does not let itself be read", () => {
  it("leaves what is forbidden open, and names the right", async () => {
    const cluster = new ClusterDouble(Object.values(complete), { Secret: { code: 403 }, EndpointSlice: { code: 403 } });
    expect(summary(await unmet(mlflowStack(), cluster))).toContainEqual([
      "Secret mlflow/mlflow-credentials",
      "unread",
      "no permission to get Secret mlflow-credentials in namespace mlflow",
    ]);
    expect(summary(await unmet(mlflowStack(), cluster))).toContainEqual([
      "Ports of the API server",
      "unread",
      "no permission to list EndpointSlice in namespace default",
    ]);
  });

  it("says what is wrong with an operator as far as it may be read", async () => {
    const objects = Object.values({ ...complete, operator: undefined }).filter((object) => object !== undefined);
    const cluster = new ClusterDouble(objects, { CustomResourceDefinition: { code: 403 } });
    const [operator, plugin] = await unmet(mlflowStack(), cluster);
    expect(operator).toMatchObject({ state: "unmet", found: expect.stringContaining("no Deployment labelled") });
    expect(plugin).toMatchObject({ state: "unread", found: expect.stringContaining("get CustomResourceDefinition") });
  });

  it("goes on where the API server fails at one thing", async () => {
    const cluster = new ClusterDouble(Object.values(complete), { StorageClass: { code: 503 } });
    expect(summary(await unmet(mlflowStack(), cluster))).toEqual([
      ["Default StorageClass", "unread", "the API server answers 503 to list StorageClass in all namespaces"],
    ]);
  });

  it.each([
    ["no connection", { message: "fetch failed", cause: { code: "ECONNREFUSED" } }, "ECONNREFUSED"],
    ["no kubeconfig", { code: "ENOENT", message: "open config" }, "ENOENT"],
    ["unknown credentials", { code: 401 }, "401"],
    ["a broken kubeconfig", { name: "YAMLException", message: "token: canary" }, "YAMLException"],
  ])("is unreachable with %s, and is asked once", async (_case, error, reason) => {
    const cluster = new ClusterDouble([], { "*": error });
    await expect(evaluate(needs(mlflowStack()), cluster)).rejects.toThrow(new Unreachable(reason));
    expect(cluster.asked).toEqual(["Namespace"]);
  });

  it("is not asked where a stack needs nothing", async () => {
    const cluster = new ClusterDouble([], { "*": { code: "ECONNREFUSED" } });
    expect(await evaluate([], cluster)).toEqual([]);
  });

  it("is given up on when it says nothing", async () => {
    const silent = { read: () => new Promise<never>(() => undefined), list: async () => [] };
    await expect(evaluate(needs(mlflowStack()), silent, 20)).rejects.toThrow("nothing within 0.02 s");
  });
});
