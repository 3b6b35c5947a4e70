import type { core } from "@pulumi/kubernetes/types/input.js";

/** Spreads pods over zones and hosts where possible; a pod without a better node starts all the same. */
export function podSpread(matchLabels: Record<string, string>): core.v1.TopologySpreadConstraint[] {
  return ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels },
  }));
}
