/** Changes against the base as a render prints them. */
import type { Change } from "../../../graph/changes/change.ts";

/** Its keys and words are those of `render --format json`. */
export interface BaseChange {
  kind: "added" | "changed" | "replaced" | "removed";
  urn: string;
  type: string;
  name: string;

  /** Paths of the inputs that differ, of a changed or replaced resource. */
  paths: string[];
}

/** Changes of inputs only. */
export function baseChanges(changes: Change[]): BaseChange[] {
  return changes
    .filter(({ kind, differences }) => kind !== "changed" || differences.length > 0)
    .map(({ kind, urn, type, name, differences }) => ({
      kind: kind === "deleted" ? "removed" : kind,
      urn,
      type,
      name,
      paths: differences.map(({ path }) => path),
    }));
}
