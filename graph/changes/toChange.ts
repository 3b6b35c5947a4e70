/** Turns a transition of a resource into a change. */

import { redacted } from "../../lib/secrets/redact.ts";
import { differences } from "../differences.ts";
import type { GraphResource } from "../resource.ts";
import { whatIsLost } from "../stateful.ts";
import { ownerOf } from "../urn.ts";
import type { Change, PathDifference, Transition } from "./change.ts";

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
  const shown = before && after ? pathDifferences(before, after, paths) : [];
  return {
    kind,
    urn,
    type,
    name,
    owner: ownerOf((after ?? known).parent),
    // The engine's order varies from run to run.
    dependsOn: (after ?? known).dependsOn.toSorted(),
    differences: shown,
    reasons,
    lost: whatIsLost(known),
    protect: before?.protect ?? false,
    retainOnDelete: before?.retainOnDelete ?? false,
    forgotten,
  };
}

/** Whether a stateful resource is kept but loses `protect` or `retainOnDelete`. */
export function isLoosened({ kind, lost, differences }: Change): boolean {
  return (
    kind === "changed" &&
    lost !== undefined &&
    differences.some(({ path, before, after }) => guards.includes(path) && before === true && after === false)
  );
}

/** Whether a stateful resource is deleted or replaced. */
export function isDestructive({ kind, lost }: Change): boolean {
  return lost !== undefined && (kind === "deleted" || kind === "replaced");
}

const guards = ["protect", "retainOnDelete"];

function pathDifferences(before: GraphResource, after: GraphResource, reported: string[]): PathDifference[] {
  const seen = differences(redacted(before.type, before.inputs), redacted(after.type, after.inputs));
  const hidden = reported
    .filter((path) => !seen.some((each) => isWithin(each.path, path) || isWithin(path, each.path)))
    .map((path): PathDifference => ({ path, before: undefined, after: undefined, hidden: true }));
  const options = differences(guardsOf(before), guardsOf(after));
  return [...seen, ...hidden, ...options];
}

function guardsOf({ protect, retainOnDelete }: GraphResource) {
  return { protect, retainOnDelete };
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}
