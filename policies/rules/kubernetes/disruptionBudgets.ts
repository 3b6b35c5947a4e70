/** PodDisruptionBudgets of workloads. */

import type { apps } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import type { Resource } from "../../../graph/resource.ts";
import { ofType, type Rule, stackRule } from "../../engine/rule.ts";
import type { Stack } from "../../engine/stack.ts";
import { type Unknown, within } from "../../engine/unknown.ts";
import { type DisruptionBudget, disruptionBudgetsFor } from "./selectors.ts";

type Replicated = Unwrap<apps.v1.Deployment>;

const isReplicated = ofType(
  "kubernetes:apps/v1:Deployment",
  "kubernetes:apps/v1:ReplicaSet",
  "kubernetes:apps/v1:StatefulSet",
  "kubernetes:core/v1:ReplicationController",
);

export const disruptionBudgets: Rule[] = [
  stackRule<Replicated>({
    name: "workload-disruption-budget-set",
    severity: "medium",
    what: "A PodDisruptionBudget covers every workload with more than one replica.",
    why: "Draining nodes could otherwise evict all of its pods at once.",
    fix: "Create a PodDisruptionBudget that selects the pods.",
    references: ["kube-score deployment-has-poddisruptionbudget", "kube-score statefulset-has-poddisruptionbudget"],
    on: isReplicated,
    checkIn: (workload, stack) => {
      const replicas = replicasOf(workload);
      const isCovered = disruptionBudgetsFor(workload, stack).length > 0;
      return typeof replicas !== "number" || replicas < 2 || isCovered
        ? []
        : [`No PodDisruptionBudget covers its ${replicas} replicas.`];
    },
  }),

  stackRule<DisruptionBudget>({
    name: "disruption-budget-lets-go",
    severity: "low",
    what: "A PodDisruptionBudget allows at least one pod to be evicted.",
    why: "A budget that allows none blocks every drain of a node, and with it upgrades of the cluster.",
    fix: "Set `maxUnavailable: 1`.",
    references: ["kube-linter pdb-max-unavailable"],
    on: ofType("kubernetes:policy/v1:PodDisruptionBudget"),
    checkIn: (budget, stack) => {
      const replicas = coveredReplicas(budget, stack);
      const allowsNone = within(budget.inputs.spec, ({ maxUnavailable, minAvailable }) => {
        const [most, least] = [maxUnavailable, minAvailable].map((value) => `${value ?? ""}`);
        const keepsAll = replicas > 0 && /^\d+$/.test(least ?? "") && Number(least) >= replicas;
        return most === "0" || most === "0%" || least === "100%" || keepsAll;
      });
      return allowsNone === true ? ["The budget allows no pod to be evicted."] : [];
    },
  }),
];

/** Replicas of the stack's workloads that a budget covers; 0 where it covers none, or one of them is not known yet. */
function coveredReplicas(budget: Resource<DisruptionBudget>, stack: Stack): number {
  const covered = stack.resources.filter(
    (resource) => isReplicated(resource) && disruptionBudgetsFor(resource, stack).includes(budget),
  ) as Resource<Replicated>[];
  return (
    covered.map(replicasOf).reduce<number>((sum, each) => (typeof each === "number" ? sum + each : Number.NaN), 0) || 0
  );
}

function replicasOf({ inputs }: Resource<Replicated>): number | Unknown {
  return within(inputs.spec, ({ replicas }) => replicas) ?? 1;
}
