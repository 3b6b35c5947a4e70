import { type Condition, createdAt, type LiveCluster, type LiveObject } from "../../lib/liveCluster.ts";
import { UserError } from "../../lib/userError.ts";
import { waitUntilNothing } from "../../lib/waiting.ts";
import { type Pod, podTrouble, type Trouble, TroubleTimer, troubleLog } from "../kubernetes/podTrouble.ts";

interface Deployment extends LiveObject {
  spec: { replicas?: number; selector: { matchLabels: Record<string, string> } };
  status?: {
    observedGeneration?: number;
    replicas?: number;
    updatedReplicas?: number;
    readyReplicas?: number;
    conditions?: Condition[];
  };
}

interface Rollout {
  name: string;
  namespace: string;
  say: (message: string) => void;
}

/**
 * Waits until every pod of a Deployment has the current template and is ready. The provider does not wait so long: with
 * the strategy `Recreate` it takes the moment between the old pods and the new ones for the end.
 *
 * @throws UserError with the pod's own reason and the end of its log, where a pod stays in trouble.
 */
export async function deploymentRolledOut(live: LiveCluster, { name, namespace, say }: Rollout): Promise<void> {
  const timer = new TroubleTimer();
  const lookAt = `kubectl --namespace ${namespace} describe deployment,pods --selector app.kubernetes.io/instance=${name}`;
  await waitUntilNothing(
    { what: `the pods of Deployment ${namespace}/${name}`, lookAt, minutes: 15, say },
    async () => {
      const deployment = await live.read<Deployment>({ apiVersion: "apps/v1", kind: "Deployment", name, namespace });
      if (deployment === undefined) {
        return "the Deployment is not there.";
      }
      const pending = pendingPods(deployment);
      if (pending === undefined) {
        return undefined;
      }
      const found = await firstTrouble(live, deployment);
      const hasExpired = timer.hasExpired(found?.trouble);
      if (found === undefined) {
        return pending;
      }
      const { pod, trouble } = found;
      const text = `Pod ${pod.metadata?.name}: ${trouble.text}.`;
      if (hasExpired) {
        const log = await troubleLog(live, pod, trouble);
        throw new UserError(
          `The pods of Deployment ${namespace}/${name} do not start. ${text}${log}\nTo see more: ${lookAt}`,
        );
      }
      return text;
    },
  );
}

/** Why the rollout is not complete; undefined where it is. */
function pendingPods({ metadata, spec, status }: Deployment): string | undefined {
  const wanted = spec.replicas ?? 1;
  const { observedGeneration = 0, replicas = 0, updatedReplicas = 0, readyReplicas = 0 } = status ?? {};
  if (observedGeneration < (metadata?.generation ?? 0)) {
    return "its controller has not seen the change yet.";
  }
  const isDone = updatedReplicas === wanted && replicas === wanted && readyReplicas === wanted;
  return isDone ? undefined : `${readyReplicas} of ${wanted} pods are ready, ${updatedReplicas} of the new version.`;
}

/** Trouble of the newest pod that has any. */
async function firstTrouble(
  live: LiveCluster,
  { metadata, spec }: Deployment,
): Promise<{ pod: Pod; trouble: Trouble } | undefined> {
  const selector = Object.entries(spec.selector.matchLabels).map(([key, value]) => `${key}=${value}`);
  const pods = await live.list<Pod>(
    { apiVersion: "v1", kind: "Pod", namespace: metadata?.namespace },
    selector.join(","),
  );
  const newest = pods
    .filter((pod) => pod.metadata?.deletionTimestamp === undefined)
    .toSorted((a, b) => createdAt(b) - createdAt(a));
  for (const pod of newest) {
    const trouble = podTrouble(pod);
    if (trouble !== undefined) {
      return { pod, trouble };
    }
  }
  return undefined;
}
