import type { networking } from "@pulumi/kubernetes/types/input.js";
import { fromTcp, namespace, pods, toDns, toTcp } from "../kubernetes/networkPolicy.ts";

/**
 * Ingress of the instances: from their clients, one another, the operator (5432 and 8000, CloudNativePG "Networking")
 * and Prometheus (9187). Egress: to one another, DNS, the API server and the object store.
 */
export function networkPolicySpec(
  clusterName: string,
  args: {
    clients: Record<string, string>;
    operatorNamespace: string;
    monitoringNamespace: string;
    apiServerPorts: number[];
  },
  toObjectStore: networking.v1.NetworkPolicyEgressRule[],
): networking.v1.NetworkPolicySpec {
  const instances = { "cnpg.io/cluster": clusterName };
  return {
    podSelector: { matchLabels: instances },
    policyTypes: ["Ingress", "Egress"],
    ingress: [
      fromTcp([5432], pods(args.clients)),
      fromTcp([5432, 8000], pods(instances)),
      fromTcp([5432, 8000], namespace(args.operatorNamespace)),
      fromTcp([9187], namespace(args.monitoringNamespace)),
    ],
    egress: [toDns, toTcp([5432, 8000], pods(instances)), toTcp(args.apiServerPorts), ...toObjectStore],
  };
}
