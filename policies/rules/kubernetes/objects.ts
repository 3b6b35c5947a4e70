/** Kubernetes objects as rules read them. What is not known yet is `unknown`, and no violation. */
import type { core, meta } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { type Resource, unknown } from "../../engine/rule.ts";

export type PodSpec = Unwrap<core.v1.PodSpec>;
export type LabelSelector = Unwrap<meta.v1.LabelSelector>;

/** Of any of a pod's three lists; what an ephemeral container does not have is absent there. */
export type Container = Unwrap<core.v1.Container>;

type Metadata = Unwrap<meta.v1.ObjectMeta>;

export type Labels = Metadata["labels"] | Unknown;

/** A pod, or what pods of a workload are made from. */
export interface Pod {
  metadata: Omit<Metadata, "labels"> & { labels?: Labels };
  spec: PodSpec;
}

/** An object with a spec, such as a custom resource. `Spec` is what a rule reads of it. */
export interface KubernetesObject<Spec = object> {
  metadata?: Metadata;
  spec?: Spec;
}

export type Unknown = typeof unknown;

const templates: Readonly<Record<string, readonly string[]>> = {
  "kubernetes:core/v1:Pod": [],
  "kubernetes:core/v1:PodTemplate": ["template"],
  "kubernetes:core/v1:ReplicationController": ["spec", "template"],
  "kubernetes:apps/v1:Deployment": ["spec", "template"],
  "kubernetes:apps/v1:StatefulSet": ["spec", "template"],
  "kubernetes:apps/v1:DaemonSet": ["spec", "template"],
  "kubernetes:apps/v1:ReplicaSet": ["spec", "template"],
  "kubernetes:batch/v1:Job": ["spec", "template"],
  "kubernetes:batch/v1:CronJob": ["spec", "jobTemplate", "spec", "template"],
  "kubernetes:apps.openshift.io/v1:DeploymentConfig": ["spec", "template"],
};

/** Whether a resource runs pods. */
export function isWorkload({ type }: Pick<Resource, "type">): boolean {
  return Object.hasOwn(templates, type);
}

const runsOnce = ["kubernetes:batch/v1:Job", "kubernetes:batch/v1:CronJob"];

/** Whether a resource runs pods for good. */
export function runsForGood({ type }: Pick<Resource, "type">): boolean {
  return isWorkload({ type }) && !runsOnce.includes(type);
}

/** The pod of a workload; one with nothing in it, and labels that are `unknown`, where it is not known yet. */
export function podOf({ type, inputs }: Resource): Pod {
  const path = templates[type] ?? [];
  const found = path.reduce<unknown>((tree, key) => (tree === unknown ? tree : Object(tree)[key]), inputs);
  const nothing = {} as PodSpec;
  if (found === unknown) {
    return { metadata: { labels: unknown }, spec: nothing };
  }
  const { metadata = {}, spec = nothing } = (found ?? {}) as { metadata?: Pod["metadata"]; spec?: PodSpec };
  return {
    metadata: isSeen(metadata) ? metadata : { labels: unknown },
    spec: isSeen(spec) ? spec : nothing,
  };
}

/** Containers of all kinds: those at the start and those for debugging too. */
export function containersOf({ spec }: Pod): Container[] {
  const ephemeral = list(spec.ephemeralContainers) as Container[];
  return [...ownContainersOf({ spec }), ...ephemeral];
}

/** Containers that have resources of their own. */
export function ownContainersOf({ spec }: Pick<Pod, "spec">): Container[] {
  return [...list(spec.initContainers), ...list(spec.containers)].filter(isSeen);
}

/** Whether an item of a list is known. */
export function isSeen(item: object | Unknown): boolean {
  return item !== unknown;
}

/** Items of a list; none where there is no list, or none yet. */
export function list<Item>(items: readonly Item[] | Unknown | undefined): readonly Item[] {
  return Array.isArray(items) ? items : [];
}

/** What is read of a part; `unknown` where the part is not known yet. */
export function within<Part extends object, Value>(
  part: Part | Unknown | undefined,
  read: (part: Part) => Value,
): Value | Unknown | undefined {
  if (part === unknown) {
    return unknown;
  }
  return part === undefined || part === null ? undefined : read(part);
}

/** Whether it is one of these values, or may turn out to be. */
export function mayBe<Value>(value: Value | Unknown, ...allowed: Value[]): boolean {
  return value === unknown || allowed.includes(value as Value);
}

/** Whether two values are the same, or may turn out to be. */
export function maySame<Value>(one: Value | Unknown, other: Value | Unknown): boolean {
  return one === other || one === unknown || other === unknown;
}

/** Whether something is given, or may be. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** Name of an object: its own, or the one that Pulumi derives it from. */
export function nameOf({ name, inputs }: Resource): string {
  return (inputs as KubernetesObject).metadata?.name ?? name;
}

/** Namespace of an object; one that names none is in `default`. */
export function namespaceOf({ inputs }: Pick<Resource, "inputs">): string {
  return within((inputs as KubernetesObject).metadata, ({ namespace }) => namespace) ?? "default";
}

export function areInOneNamespace(one: Resource, other: Resource): boolean {
  return maySame(namespaceOf(one), namespaceOf(other));
}

/** Whether a selector takes up pods with these labels, or may. An empty one takes up all, none takes up nothing. */
export function selects(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (selector === undefined || selector === null) {
    return false;
  }
  if ((selector as unknown) === unknown || labels === unknown) {
    return true;
  }
  const has: Readonly<Record<string, string>> = labels ?? {};
  const wanted = (selector.matchLabels ?? {}) as Readonly<Record<string, string>> | Unknown;
  const hasAll = wanted === unknown || Object.entries(wanted).every(([key, value]) => maySame(has[key], value));
  return hasAll && list(selector.matchExpressions).every((expression) => isMet(expression, has));
}

/** Whether there is nothing in a selector, which takes up everything. */
export function takesAll(selector: LabelSelector | Unknown | undefined): boolean {
  const isEmpty = within(selector, ({ matchLabels, matchExpressions }) => {
    return Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions ?? []).length === 0;
  });
  return isEmpty === true;
}

function isMet(
  { key, operator, values }: Unwrap<meta.v1.LabelSelectorRequirement>,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = labels[key];
  const isAmong = value !== undefined && mayBe(value, ...list(values));
  switch (operator) {
    case "In":
      return isAmong;
    case "NotIn":
      return !isAmong || value === unknown;
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return true;
  }
}

/** `The container "a"` or `The containers "a" and "b"`, as the beginning of a sentence. */
export function named(kind: string, names: (string | undefined)[]): string {
  const quoted = names.map((name) => `"${name ?? "?"}"`);
  const all = [quoted.slice(0, -1).join(", "), quoted.at(-1)].filter(Boolean).join(" and ");
  return `The ${kind}${names.length > 1 ? "s" : ""} ${all}`;
}
