/** Selectors of labels, and the objects of a stack that select a workload's pods. */
import type { core, meta, networking, policy } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { UNKNOWN } from "../../../graph/inputs.ts";
import type { Resource } from "../../../graph/resource.ts";
import type { Stack } from "../../engine/stack.ts";
import { isKnown, itemsOf, mayBe, mayEqual, type Unknown, within } from "../../engine/unknown.ts";
import { type KubernetesObject, type Labels, shareNamespace } from "./objects.ts";
import { podOf } from "./pods.ts";

export type LabelSelector = Unwrap<meta.v1.LabelSelector>;
export type NetworkPolicy = Unwrap<networking.v1.NetworkPolicy>;
export type DisruptionBudget = Unwrap<policy.v1.PodDisruptionBudget>;

type Service = Unwrap<core.v1.Service>;

const networkPolicyType = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

/** Services whose selector matches pods of the workload. One without a selector sends requests elsewhere. */
export function servicesFor(workload: Resource, stack: Stack): Resource<Service>[] {
  return inNamespaceOf(workload, stack.all<Service>("kubernetes:core/v1:Service")).filter(({ inputs }) => {
    const matchLabels = within(inputs.spec, ({ selector }) => selector);
    return matchLabels !== undefined && selects({ matchLabels } as LabelSelector, podLabels(workload));
  });
}

/** NetworkPolicies for pods with these labels, in the namespace of a resource. */
export function networkPoliciesFor(resource: Resource, labels: Labels, stack: Stack): Resource<NetworkPolicy>[] {
  return selecting<NetworkPolicy>(networkPolicyType, "podSelector", resource, labels, stack);
}

/** PodDisruptionBudgets for pods of the workload. */
export function disruptionBudgetsFor(workload: Resource, stack: Stack): Resource<DisruptionBudget>[] {
  const type = "kubernetes:policy/v1:PodDisruptionBudget";
  return selecting<DisruptionBudget>(type, "selector", workload, podLabels(workload), stack);
}

/** Labels of a workload's pods. */
export function podLabels(workload: Resource): Labels {
  return podOf(workload).metadata.labels;
}

/** Objects of a type, in the namespace of a resource, whose spec has a selector for pods with these labels. */
export function selecting<Inputs extends KubernetesObject>(
  type: string,
  selector: string,
  resource: Resource,
  labels: Labels,
  stack: Stack,
): Resource<Inputs>[] {
  // A NetworkPolicy without a selector is for every pod; other kinds are for none.
  const fallback = type === networkPolicyType ? {} : undefined;
  return inNamespaceOf(resource, stack.all<Inputs>(type)).filter(({ inputs }) => {
    const found = within(inputs.spec, (spec) => (spec as Record<string, LabelSelector | undefined>)[selector]);
    return selects((found as LabelSelector | undefined) ?? fallback, labels);
  });
}

/** Whether a selector matches these labels, or may. An empty selector matches everything, a missing one nothing. */
export function selects(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (selector === undefined || selector === null) {
    return false;
  }
  if (!isKnown(selector) || labels === UNKNOWN) {
    return true;
  }
  const present: Readonly<Record<string, string>> = labels ?? {};
  const wanted = (selector.matchLabels ?? {}) as Readonly<Record<string, string>> | Unknown;
  const hasAll = wanted === UNKNOWN || Object.entries(wanted).every(([key, value]) => mayEqual(present[key], value));
  return hasAll && itemsOf(selector.matchExpressions).every((expression) => matches(expression, present));
}

/** Whether a selector is empty, and so matches everything. */
export function isEmptySelector(selector: LabelSelector | Unknown | undefined): boolean {
  const isEmpty = within(selector, ({ matchLabels, matchExpressions }) => {
    return Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions ?? []).length === 0;
  });
  return isEmpty === true;
}

function matches(
  { key, operator, values }: Unwrap<meta.v1.LabelSelectorRequirement>,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = labels[key];
  const isListed = value !== undefined && mayBe(value, ...itemsOf(values));
  switch (operator) {
    case "In":
      return isListed;
    case "NotIn":
      return !isListed || !isKnown(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return true;
  }
}

function inNamespaceOf<Inputs extends object>(resource: Resource, others: Resource<Inputs>[]): Resource<Inputs>[] {
  return others.filter((other) => shareNamespace(resource, other));
}
