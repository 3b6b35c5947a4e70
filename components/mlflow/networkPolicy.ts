import type { networking } from "@pulumi/kubernetes/types/input.js";
import { fromTcp, namespace, pods, toDns, toTcp } from "../kubernetes/networkPolicy.ts";
import type { Grant } from "../objectStore/objectStore.ts";
import type { DatabaseConnection } from "../postgres/connection.ts";
import { type Exposure, proxyPeer } from "./exposure.ts";
import { port } from "./server.ts";

/**
 * Ingress of MLflow's pods: from the proxy that exposes them (if any), garbage collection and Prometheus. Egress: to
 * DNS, the database, the object store and one another.
 */
export function networkPolicySpec(args: {
  labels: Record<string, string>;
  exposure: Exposure;
  monitoringNamespace: string;
  database: DatabaseConnection;
  grant: Grant;
}): networking.v1.NetworkPolicySpec {
  const { labels, database, grant } = args;
  const proxy = proxyPeer(args.exposure);
  const others = [pods(labels), namespace(args.monitoringNamespace)] as const;
  return {
    podSelector: { matchLabels: labels },
    policyTypes: ["Ingress", "Egress"],
    ingress: [proxy ? fromTcp([port], proxy, ...others) : fromTcp([port], ...others)],
    egress: [
      toDns,
      toTcp([port], pods(labels)),
      toTcp([database.port], ...(database.podLabels ? [pods(database.podLabels)] : [])),
      ...grant.egress,
    ],
  };
}
