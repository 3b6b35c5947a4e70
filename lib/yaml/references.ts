/** Anchors and aliases of a tree, and the edits that would affect them. */
import { childOf, type Json } from "../json.ts";
import type { Path } from "../path.ts";
import { childAt, type Entry } from "./tree.ts";

/** Number of uses of each alias. */
type Counts = Map<string, number>;

/** The reason why an edit at a path would change other places too; undefined if it would not. */
type ReferenceGuard = (tree: Entry, values: Json, path: Path) => string | undefined;

/** A guard for a chain of edits. Edits add no aliases, so they are only counted again when one prevents an edit. */
export function referenceGuard(tree: Entry): ReferenceGuard {
  let counts = aliasesIn(tree, new Map());
  return (current, values, path) => {
    if (problemOf(current, values, path, counts) === undefined) {
      return undefined;
    }
    counts = aliasesIn(current, new Map());
    return problemOf(current, values, path, counts);
  };
}

function problemOf(tree: Entry, values: Json, path: Path, counts: Counts): string | undefined {
  let [entry, value]: [Entry, Json | undefined] = [tree, values];
  for (const segment of path) {
    if (isAnchored(entry, counts)) {
      return "it is below an anchor that an alias uses";
    }
    value = childOf(value, segment);
    const child = childAt(entry, segment);
    if (child === undefined) {
      return missingProblem(entry, segment, value);
    }
    entry = child.entry;
  }
  const inside = aliasesIn(entry, new Map());
  const isUsedOutside = anchorsIn(entry).some((anchor) => (counts.get(anchor) ?? 0) > (inside.get(anchor) ?? 0));
  return isUsedOutside ? "it contains an anchor that an alias elsewhere uses" : undefined;
}

/** `found` is the value at the path, which an alias or merge key provides. */
function missingProblem(
  { value, aliases }: Entry,
  segment: string | number,
  found: Json | undefined,
): string | undefined {
  if (value.kind === "leaf") {
    return aliases === undefined ? undefined : "an alias provides it";
  }
  const hasMerge = !value.isList && value.entries.some(({ name }) => name === undefined);
  return hasMerge && (found !== undefined || segment === "<<") ? "a merge key provides it" : undefined;
}

function aliasesIn(entry: Entry, counts: Counts): Counts {
  for (const alias of entry.aliases ?? []) {
    counts.set(alias, (counts.get(alias) ?? 0) + 1);
  }
  for (const child of childrenOf(entry)) {
    aliasesIn(child, counts);
  }
  return counts;
}

function isAnchored({ anchors = [] }: Entry, counts: Counts): boolean {
  return anchors.some((anchor) => counts.has(anchor));
}

function anchorsIn(entry: Entry): string[] {
  return [...(entry.anchors ?? []), ...childrenOf(entry).flatMap(anchorsIn)];
}

function childrenOf({ value }: Entry): readonly Entry[] {
  return value.kind === "leaf" ? [] : value.entries;
}
