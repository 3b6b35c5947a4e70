import type { Condition, LiveCluster, LiveObject } from "../../lib/liveCluster.ts";
import { UserError } from "../../lib/userError.ts";
import { waitUntilNothing } from "../../lib/waiting.ts";
import { type Pod, podTrouble } from "../kubernetes/podTrouble.ts";

/** Source: CRD clusters.postgresql.cnpg.io of CloudNativePG 1.30, `status`. */
interface Cluster extends LiveObject {
  spec: { instances: number };
  status?: {
    phase?: string;
    phaseReason?: string;
    instances?: number;
    readyInstances?: number;
    currentPrimary?: string;
    targetPrimary?: string;
    conditions?: Condition[];
  };
}

/** Source: CloudNativePG 1.30, api/v1/cluster_types.go, constants `Phase…`. */
const healthy = "Cluster in healthy state";

/** Phases that an operator does not leave without intervention. */
const stuckPhases = new Set([
  "Waiting for user action",
  "Cluster is unrecoverable and needs manual intervention",
  "Invalid cluster definition",
]);

interface Rollout {
  name: string;
  namespace: string;
  operatorNamespace: string;
  isUpdate: boolean;
  say: (message: string) => void;
}

/**
 * Waits until a Cluster has all of its instances and is healthy. The operator's status does not name the generation of
 * the spec, so after an update the state has to last for a while: the operator reacts to a change within seconds.
 */
export async function clusterRolledOut(live: LiveCluster, rollout: Rollout): Promise<void> {
  const { name, namespace, operatorNamespace, isUpdate, say } = rollout;
  const reference = { apiVersion: "postgresql.cnpg.io/v1", kind: "Cluster", name, namespace };
  const waiting = {
    what: `Cluster ${namespace}/${name}`,
    lookAt: `kubectl --namespace ${namespace} describe cluster.postgresql.cnpg.io ${name}; kubectl --namespace ${operatorNamespace} logs --selector app.kubernetes.io/name=cloudnative-pg --tail 50`,
    minutes: 60,
    settledSeconds: isUpdate ? 15 : 0,
    say,
  };
  const begun = performance.now();
  await waitUntilNothing(waiting, async () => {
    const cluster = await live.read<Cluster>(reference);
    if (cluster === undefined) {
      return "it is not there.";
    }
    const { phase, phaseReason, instances = 0, readyInstances = 0 } = cluster.status ?? {};
    if (phase === undefined && performance.now() - begun > operatorMinutes * 60_000) {
      throw new UserError(
        `The operator has not reacted to Cluster ${namespace}/${name} for ${operatorMinutes} minutes. Check that it runs and watches this namespace.\nTo see more: ${waiting.lookAt}`,
      );
    }
    const wanted = cluster.spec.instances;
    if (phase === healthy && instances === wanted && readyInstances === wanted) {
      return undefined;
    }
    const reason = [phase ?? "the operator has not reacted yet", phaseReason].filter(Boolean).join(": ");
    const trouble = await instanceTrouble(live, name, namespace);
    const text = `${readyInstances} of ${wanted} instances are ready; ${reason}.${trouble}`;
    if (stuckPhases.has(phase ?? "") && performance.now() - begun > 60_000) {
      throw new UserError(
        `Cluster ${namespace}/${name} needs manual intervention: ${text}\nTo see more: ${waiting.lookAt}`,
      );
    }
    return text;
  });
}

/** Minutes that an operator has to react at all. */
const operatorMinutes = 5;

async function instanceTrouble(live: LiveCluster, cluster: string, namespace: string): Promise<string> {
  const pods = await live.list<Pod>({ apiVersion: "v1", kind: "Pod", namespace }, `cnpg.io/cluster=${cluster}`);
  const [first] = pods.flatMap((pod) => {
    const trouble = podTrouble(pod);
    return trouble ? [` Pod ${pod.metadata?.name}: ${trouble.text}.`] : [];
  });
  return first ?? "";
}
