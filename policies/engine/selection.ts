/** What of a stack is about a workload: by the labels of its pods, in its namespace. */
import type { core, networking, policy } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import {
  areInOneNamespace,
  type KubernetesObject,
  type LabelSelector,
  type Labels,
  podOf,
  selects,
  within,
} from "../rules/kubernetes/objects.ts";
import type { Resource } from "./rule.ts";
import type { Stack } from "./stack.ts";

export type NetworkPolicy = Unwrap<networking.v1.NetworkPolicy>;
export type DisruptionBudget = Unwrap<policy.v1.PodDisruptionBudget>;

const networkPolicyType = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

type Service = Unwrap<core.v1.Service>;

/** Services that send requests to pods of the workload. One without a selector sends them elsewhere. */
export function services(workload: Resource, stack: Stack): Resource<Service>[] {
  const isTo = ({ inputs }: Resource<Service>) => {
    const matchLabels = within(inputs.spec, ({ selector }) => selector);
    return matchLabels !== undefined && selects({ matchLabels } as LabelSelector, labelsOf(workload));
  };
  return near(workload, stack.all<Service>("kubernetes:core/v1:Service")).filter(isTo);
}

/** NetworkPolicies for pods with these labels, in the namespace of a resource. */
export function networkPolicies(near: Resource, labels: Labels, stack: Stack): Resource<NetworkPolicy>[] {
  return selecting<NetworkPolicy>(networkPolicyType, "podSelector", near, labels, stack);
}

/** PodDisruptionBudgets for pods of the workload. */
export function disruptionBudgets(workload: Resource, stack: Stack): Resource<DisruptionBudget>[] {
  const type = "kubernetes:policy/v1:PodDisruptionBudget";
  return selecting<DisruptionBudget>(type, "selector", workload, labelsOf(workload), stack);
}

/** Labels of a workload's pods. */
export function labelsOf(workload: Resource): Labels {
  return podOf(workload).metadata.labels;
}

/** Objects of a type in the same namespace, whose spec has a selector for pods with these labels. */
export function selecting<Inputs extends KubernetesObject>(
  type: string,
  selector: string,
  beside: Resource,
  labels: Labels,
  stack: Stack,
): Resource<Inputs>[] {
  // A NetworkPolicy without one is for every pod; nothing else is.
  const otherwise = type === networkPolicyType ? {} : undefined;
  const isFor = ({ inputs }: Resource<Inputs>) => {
    const found = within(inputs.spec, (spec) => (spec as Record<string, LabelSelector | undefined>)[selector]);
    return selects((found as LabelSelector | undefined) ?? otherwise, labels);
  };
  return near(beside, stack.all<Inputs>(type)).filter(isFor);
}

function near<Inputs extends object>(resource: Resource, others: Resource<Inputs>[]): Resource<Inputs>[] {
  return others.filter((other) => areInOneNamespace(resource, other));
}
