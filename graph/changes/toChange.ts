/** Turns a transition of a resource into a change. */

import { redacted } from "../../lib/secrets/redact.ts";
import type { GraphResource } from "../resource.ts";
import { whatIsLost } from "../stateful.ts";
import { ownerOf } from "../urn.ts";
import type { Change, PathDifference, Transition } from "./change.ts";
import { differences } from "./differences.ts";

/** Details of a change that the engine reports and the inputs do not show. */
export interface Reported {
  /** Paths whose differences cause a replacement. */
  reasons?: string[];
  /** Paths that differ, also where the inputs do not show it. */
  paths?: string[];
  forgotten?: boolean;
}

export function changeOf(
  { kind, before, after }: Transition,
  { reasons = [], paths = [], forgotten = false }: Reported = {},
): Change {
  const known = before ?? after;
  if (known === undefined) {
    throw new Error("A change needs its resource before or after it.");
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

/** Whether a stateful resource is kept but loses `protect` or `retainOnDelete`. */
export function isLoosened({ kind, lost, guardDifferences }: Change): boolean {
  const isLoose = guardDifferences.some(({ before, after }) => before === true && after === false);
  return kind === "changed" && lost !== undefined && isLoose;
}

/** Whether a stateful resource is deleted or replaced. */
export function isDestructive({ kind, lost }: Change): boolean {
  return lost !== undefined && (kind === "deleted" || kind === "replaced");
}

function inputDifferences(before: GraphResource, after: GraphResource, reported: string[]): PathDifference[] {
  const seen = differences(redacted(before.type, before.inputs), redacted(after.type, after.inputs));
  const hidden = reported
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
