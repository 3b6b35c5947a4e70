/** Pods and the workloads that run them, as rules read them. */
import type { core } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { UNKNOWN } from "../../../graph/inputs.ts";
import type { Resource } from "../../../graph/resource.ts";
import { isKnown, itemsOf } from "../../engine/unknown.ts";
import type { Labels, Metadata } from "./objects.ts";

type PodSpec = Unwrap<core.v1.PodSpec>;

/** An init, ordinary or ephemeral container; fields that ephemeral containers lack are absent there. */
export type Container = Unwrap<core.v1.Container>;

/** A pod, or the template of a workload's pods. */
export interface Pod {
  metadata: Omit<Metadata, "labels"> & { labels?: Labels };
  spec: PodSpec;
}

/** Where each kind of workload has the template of its pods. */
const templatePaths: Readonly<Record<string, readonly string[]>> = {
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
  return Object.hasOwn(templatePaths, type);
}

const jobs = ["kubernetes:batch/v1:Job", "kubernetes:batch/v1:CronJob"];

/** Whether a resource runs pods that are not expected to end. */
export function isLongRunning({ type }: Pick<Resource, "type">): boolean {
  return isWorkload({ type }) && !jobs.includes(type);
}

/** The pod of a workload; while it is not known, a pod with an empty spec and unknown labels. */
export function podOf({ type, inputs }: Resource): Pod {
  const path = templatePaths[type] ?? [];
  const template = path.reduce<unknown>((tree, key) => (tree === UNKNOWN ? tree : Object(tree)[key]), inputs);
  const emptySpec = {} as PodSpec;
  if (template === UNKNOWN) {
    return { metadata: { labels: UNKNOWN }, spec: emptySpec };
  }
  const { metadata = {}, spec = emptySpec } = (template ?? {}) as { metadata?: Pod["metadata"]; spec?: PodSpec };
  return {
    metadata: isKnown(metadata) ? metadata : { labels: UNKNOWN },
    spec: isKnown(spec) ? spec : emptySpec,
  };
}

/** Containers of every kind: init, ordinary and ephemeral ones. */
export function containersOf(pod: Pod): Container[] {
  const ephemeral = itemsOf(pod.spec.ephemeralContainers) as Container[];
  return [...containersWithResources(pod), ...ephemeral];
}

/** Init and ordinary containers; ephemeral ones have no resources of their own. */
export function containersWithResources({ spec }: Pod): Container[] {
  return [...itemsOf(spec.initContainers), ...itemsOf(spec.containers)].filter(isKnown);
}
