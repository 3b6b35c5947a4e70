/** Makes changes of transitions. */

import { redacted } from "../../lib/secrets/redact.ts";
import type { GraphResource } from "../resource.ts";
import { whatIsLost } from "../stateful.ts";
import { ownerOf } from "../urn.ts";
import type { Change, PathDifference, Transition } from "./change.ts";
import { differences } from "./differences.ts";

export interface Told {
  /** Paths that make it a replacement. */
  reasons?: string[];
  /** Further paths that differ, whatever the inputs look like. */
  paths?: string[];
  forgotten?: boolean;
}

export function changeOf(
  { kind, before, after }: Transition,
  { reasons = [], paths = [], forgotten = false }: Told = {},
): Change {
  const known = before ?? after;
  if (known === undefined) {
    throw new Error("a change without a resource");
  }
  const { urn, type, name } = known;
  return {
    kind,
    urn,
    type,
    name,
    owner: ownerOf((after ?? known).parent),
    // The engine's order varies from run to run.
    dependsOn: (after ?? known).dependsOn.toSorted(),
    differences: before && after ? inputDifferences(before, after, paths) : [],
    guardDifferences: before && after ? differences(guardsOf(before), guardsOf(after)) : [],
    reasons,
    lost: whatIsLost(known),
    protect: before?.protect ?? false,
    retainOnDelete: before?.retainOnDelete ?? false,
    forgotten,
  };
}

/** Whether a stateful resource stays, but not its guards. */
export function isLoosened({ kind, lost, guardDifferences }: Change): boolean {
  const isLoose = guardDifferences.some(({ before, after }) => before === true && after === false);
  return kind === "changed" && lost !== undefined && isLoose;
}

/** Whether something stateful goes: the resource is deleted, or another takes its place. */
export function isDestructive({ kind, lost }: Change): boolean {
  return lost !== undefined && (kind === "deleted" || kind === "replaced");
}

function inputDifferences(before: GraphResource, after: GraphResource, told: string[]): PathDifference[] {
  const seen = differences(redacted(before.type, before.inputs), redacted(after.type, after.inputs));
  const hidden = told
    .filter((path) => !seen.some((each) => isWithin(each.path, path) || isWithin(path, each.path)))
    .map((path): PathDifference => ({ path, before: undefined, after: undefined, hidden: true }));
  return [...seen, ...hidden];
}

function guardsOf({ protect, retainOnDelete }: GraphResource) {
  return { protect, retainOnDelete };
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}
