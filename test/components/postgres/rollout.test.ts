import { expect, test } from "vitest";
import { clusterRolledOut } from "../../../components/postgres/rollout.ts";
import { LiveClusterDouble } from "../../support/liveClusterDouble.ts";
import { shortenPauses } from "../../support/shortPauses.ts";

shortenPauses();

const cluster = (status: object) => ({ kind: "Cluster", metadata: { name: "pg-v1" }, spec: { instances: 3 }, status });
const healthy = { phase: "Cluster in healthy state", instances: 3, readyInstances: 3 };

function ask(live: LiveClusterDouble, said: string[] = []): Promise<void> {
  const say = (message: string) => said.push(message);
  return clusterRolledOut(live, { name: "pg-v1", namespace: "ml", operatorNamespace: "cnpg", isUpdate: false, say });
}

test("a healthy Cluster with all its instances is rolled out", async () => {
  await ask(new LiveClusterDouble([cluster(healthy)]));
});

test.each([
  ["instances that are not ready", { ...healthy, readyInstances: 1 }, "1 of 3 instances are ready"],
  ["too many instances", { ...healthy, instances: 4 }, "3 of 3 instances are ready; Cluster in healthy state"],
  ["another phase", { ...healthy, phase: "Upgrading cluster" }, "Upgrading cluster"],
  ["an operator that has not reacted", {}, "the operator has not reacted yet"],
])("%s are waited for", async (_, status, text) => {
  const live = new LiveClusterDouble([cluster(status)]);
  const said: string[] = [];
  const asked = ask(live, said);
  await expect.poll(() => said[0]).toContain(text);
  live.objects.splice(0, 1, cluster(healthy));
  await asked;
});

test("the trouble of an instance's pod is reported", async () => {
  const unscheduled = [{ type: "PodScheduled", status: "False", message: "Insufficient memory" }];
  const pod = {
    kind: "Pod",
    metadata: { name: "pg-v1-1" },
    spec: { containers: [] },
    status: { conditions: unscheduled },
  };
  const live = new LiveClusterDouble([cluster({ ...healthy, readyInstances: 0 }), pod]);
  const said: string[] = [];
  const asked = ask(live, said);
  await expect.poll(() => said[0]).toContain("Pod pg-v1-1: it cannot be scheduled: Insufficient memory.");
  live.objects.splice(0, 2, cluster(healthy));
  await asked;
});
