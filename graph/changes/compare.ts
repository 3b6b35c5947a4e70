/** Compares two renders of a stack. */
import { isMap, type Json, type JsonMap } from "../../lib/json.ts";
import type { GraphResource } from "../resource.ts";
import type { Change } from "./change.ts";
import { differences } from "./differences.ts";
import { changeOf } from "./toChange.ts";

/** By URN, in the order of URNs: components and the stack itself too. Masked secrets compare equal. */
export function compareGraphs(before: GraphResource[], after: GraphResource[]): Change[] {
  const former = new Map(before.map((resource) => [resource.urn, resource]));
  const current = new Map(after.map((resource) => [resource.urn, resource]));
  const urns = [...new Set([...former.keys(), ...current.keys()])].sort();
  return urns.flatMap((urn) => compared(former.get(urn), current.get(urn)) ?? []);
}

function compared(before: GraphResource | undefined, after: GraphResource | undefined): Change | undefined {
  if (before === undefined || after === undefined) {
    return changeOf({ kind: before === undefined ? "added" : "deleted", before, after });
  }
  const paths = pathsOf(before.inputs, after.inputs);
  const reasons = pathsOf(identity(before), identity(after));
  const change = changeOf({ kind: reasons.length > 0 ? "replaced" : "changed", before, after }, { reasons, paths });
  return change.differences.length > 0 || change.guardDifferences.length > 0 ? change : undefined;
}

function pathsOf(before: JsonMap, after: JsonMap): string[] {
  return differences(before, after).map(({ path }) => path);
}

/** The physical names and places of clouds' resources, and the API and kind of Kubernetes objects. */
const identityKeys = [
  ...["apiVersion", "kind"],
  ...["bucket", "name", "accountName", "containerName", "resourceName", "location"],
];

/**
 * The inputs that no provider changes in place: a Kubernetes object's kind, namespace and name, what a Job's pods are made
 * from, a cloud resource's physical name. Other immutable fields are known to the provider alone: `pulumi preview` tells.
 */
function identity({ inputs }: GraphResource): JsonMap {
  return {
    ...picked(inputs, identityKeys),
    metadata: picked(inputs.metadata, ["namespace", "name"]),
    spec: picked(inputs.spec, inputs.kind === "Job" ? ["template"] : []),
  };
}

function picked(value: Json | undefined, keys: readonly string[]): JsonMap {
  const members = isMap(value) ? Object.entries(value) : [];
  return Object.fromEntries(members.filter(([key]) => keys.includes(key)));
}
