import { expect, test } from "vitest";
import { deploymentRolledOut } from "../../../components/mlflow/rollout.ts";
import { LiveClusterDouble } from "../../support/liveClusterDouble.ts";
import { shortenPauses } from "../../support/shortPauses.ts";

shortenPauses();

const deployment = (status: object, generation = 2) => ({
  kind: "Deployment",
  metadata: { name: "mlflow", namespace: "ml", generation },
  spec: { replicas: 1, selector: { matchLabels: { app: "mlflow" } } },
  status,
});
const done = { observedGeneration: 2, replicas: 1, updatedReplicas: 1, readyReplicas: 1 };

const ask = (live: LiveClusterDouble, said: string[] = []) =>
  deploymentRolledOut(live, { name: "mlflow", namespace: "ml", say: (message) => said.push(message) });

test("is complete when every pod has the new version and is ready", async () => {
  await ask(new LiveClusterDouble([deployment(done)]));
});

test.each([
  ["a change that the controller has not seen", { ...done, observedGeneration: 1 }, "has not seen the change yet"],
  [
    "no pod, between the old ones and the new",
    { observedGeneration: 2 },
    "0 of 1 pods are ready, 0 of the new version",
  ],
  ["an old pod that is still there", { ...done, replicas: 2 }, "1 of 1 pods are ready"],
  ["a new pod that is not ready", { ...done, readyReplicas: 0 }, "0 of 1 pods are ready, 1 of the new version"],
])("%s is not complete", async (_, status, text) => {
  const live = new LiveClusterDouble([deployment(status)]);
  const said: string[] = [];
  const asked = ask(live, said);
  await expect.poll(() => said[0]).toContain(text);
  live.objects.splice(0, 1, deployment(done));
  await asked;
});
