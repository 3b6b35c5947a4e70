/** Kubernetes objects of any kind, as rules read them. */
import type { meta } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import type { Resource } from "../../../graph/resource.ts";
import { mayEqual, type Unknown, within } from "../../engine/unknown.ts";

/** An object with a spec, such as a custom resource. `Spec` has the fields that a rule reads. */
export interface KubernetesObject<Spec = object> {
  metadata?: Metadata;
  spec?: Spec;
}

export type Metadata = Unwrap<meta.v1.ObjectMeta>;

export type Labels = Metadata["labels"] | Unknown;

/** Name of an object: its own, or the logical one that Pulumi derives it from. */
export function nameOf({ name, inputs }: Resource): string {
  return (inputs as KubernetesObject).metadata?.name ?? name;
}

/** Namespace of an object; one that names none is in `default`. */
export function namespaceOf({ inputs }: Pick<Resource, "inputs">): string {
  return within((inputs as KubernetesObject).metadata, ({ namespace }) => namespace) ?? "default";
}

/** Whether two objects are in the same namespace, or may be. */
export function shareNamespace(one: Resource, other: Resource): boolean {
  return mayEqual(namespaceOf(one), namespaceOf(other));
}

/** Labels of an object itself. */
export function labelsOf({ inputs }: { inputs: object }): Labels {
  return within((inputs as KubernetesObject).metadata, ({ labels }) => labels);
}
