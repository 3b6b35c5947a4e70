import type { policy } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { type Case, type CaseResource, resource } from "../../case.ts";
import { deployment, labelsOf } from "../../pod.ts";

const budget = "workload-disruption-budget-set";
const lets = "disruption-budget-lets-go";

const disruptionBudget = (
  name: string,
  spec: Partial<Unwrap<policy.v1.PodDisruptionBudgetSpec>> = { maxUnavailable: 1 },
): CaseResource =>
  resource("kubernetes:policy/v1:PodDisruptionBudget", `${name}-budget`, {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name, namespace: name },
    spec: { selector: { matchLabels: labelsOf(name) }, ...spec },
  });

export const disruptionBudgetCases: Case[] = [
  {
    rule: budget,
    passes: [[deployment(budget)], [deployment(budget, {}, { replicas: 2 }), disruptionBudget(budget)]],
    fails: [[deployment(`${budget}-2`, {}, { replicas: 2 })]],
  },
  {
    rule: lets,
    passes: [
      [disruptionBudget(lets)],
      [disruptionBudget(lets, { minAvailable: "50%" })],
      [deployment(lets, {}, { replicas: 2 }), disruptionBudget(lets, { minAvailable: 1 })],
    ],
    fails: [
      [deployment(`${lets}-4`), disruptionBudget(`${lets}-4`, { minAvailable: 1 })],
      [disruptionBudget(`${lets}-2`, { maxUnavailable: 0 })],
      [disruptionBudget(`${lets}-3`, { minAvailable: "100%" })],
    ],
  },
];
