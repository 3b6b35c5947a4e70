import { describe, expect, it } from "vitest";
import { guardPreconditions } from "../../checks/guard.ts";
import { stack } from "../support/stack.ts";
import { ClusterDouble } from "./clusterDouble.ts";
import { mlflowStack } from "./stackConfigs.ts";

// With an engine it is run end to end.
describe("the guard", () => {
  it("reads no cluster where the program is rendered", async () => {
    const cluster = new ClusterDouble();
    const { messages } = await stack(() => guardPreconditions(mlflowStack(), cluster));
    expect(cluster.asked).toEqual([]);
    expect(messages).toEqual([]);
  });
});
