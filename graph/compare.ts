/** What changed between two renders of a stack. */
import { differences } from "./differences.ts";
import type { InputValue } from "./inputs.ts";
import type { GraphResource } from "./resource.ts";

export interface Change {
  kind: "added" | "changed" | "replaced" | "removed";
  urn: string;
  type: string;
  name: string;
  /** Paths of the inputs that differ, of a changed or replaced resource. */
  paths: string[];
}

/** Compares by URN, in the order of URNs. Masked secrets compare equal. */
export function compareGraphs(before: GraphResource[], after: GraphResource[]): Change[] {
  const old = new Map(before.map((resource) => [resource.urn, resource]));
  const current = new Set(after.map(({ urn }) => urn));
  const changes = after.flatMap((resource) => change(old.get(resource.urn), resource));
  const removed = before.filter(({ urn }) => !current.has(urn)).map((resource) => entry("removed", resource, []));
  return [...changes, ...removed].sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

function change(before: GraphResource | undefined, after: GraphResource): Change[] {
  if (before === undefined) {
    return [entry("added", after, [])];
  }
  const paths = differences(before.inputs, after.inputs).map(({ path }) => path);
  if (paths.length === 0) {
    return [];
  }
  return [entry(identity(before) === identity(after) ? "changed" : "replaced", after, paths)];
}

/**
 * What no provider changes in place: a Kubernetes object's kind, namespace and name, what a Job's pods are made from, a
 * cloud resource's physical name. Other immutable fields are known to the provider alone: `pulumi preview` tells.
 */
function identity({ type, inputs }: GraphResource): string {
  const members = inputs as Record<string, InputValue>;
  const metadata = (members.metadata ?? {}) as Record<string, InputValue>;
  const names = ["bucket", "name", "accountName", "containerName", "resourceName", "location"].map(
    (key) => members[key],
  );
  const template =
    members.kind === "Job" ? (members.spec as Record<string, InputValue> | undefined)?.template : undefined;
  return JSON.stringify([
    type,
    members.apiVersion,
    members.kind,
    metadata.namespace,
    metadata.name,
    ...names,
    template,
  ]);
}

function entry(kind: Change["kind"], { urn, type, name }: GraphResource, paths: string[]): Change {
  return { kind, urn, type, name, paths };
}
