/**
 * The three operations on a tree of values. Every edit of a release consists of them, so that the resulting values and the
 * text of the YAML writer always agree.
 */
import { childOf, isMap, type Json, type JsonMap, valueAt } from "./json.ts";
import { isSamePath, type Path } from "./path.ts";

export type Operation =
  /** Replaces the value in place, or adds the key at the end of its map; missing and null parents become maps. */
  | { op: "set"; path: Path; value: Json }
  /** Removes the key or list item, and every parent that becomes empty, but never the root. */
  | { op: "remove"; path: Path }
  /**
   * Within one map, renames the key in place. Otherwise sets the value at `to` and then removes it at `path`, both as
   * above. There must be no value at `to`, and neither path may be within the other.
   */
  | { op: "move"; path: Path; to: Path };

/** Returns a new tree, which shares its unchanged parts with the old one. */
export function applyOperations(tree: Json, operations: readonly Operation[]): Json {
  return operations.reduce(applyOperation, tree);
}

export function applyOperation(tree: Json, operation: Operation): Json {
  switch (operation.op) {
    case "set":
      return withValue(tree, operation.path, operation.value);
    case "remove":
      return withoutValue(tree, operation.path) ?? emptied(tree);
    case "move":
      return moved(tree, operation.path, operation.to);
  }
}

/** Whether a move stays within one map and so keeps the position of the key. */
export function isRename({ path, to }: { path: Path; to: Path }): boolean {
  return typeof path.at(-1) === "string" && isSamePath(path.slice(0, -1), to.slice(0, -1));
}

function moved(tree: Json, path: Path, to: Path): Json {
  const value = valueAt(tree, path);
  if (value === undefined) {
    return tree;
  }
  if (isRename({ path, to })) {
    return renamed(tree, path, String(to.at(-1)));
  }
  const copied = withValue(tree, to, value);
  return withoutValue(copied, path) ?? emptied(copied);
}

function withValue(tree: Json | undefined, [segment, ...rest]: Path, value: Json): Json {
  if (segment === undefined) {
    return value;
  }
  const child = withValue(childOf(tree, segment), rest, value);
  if (Array.isArray(tree) && typeof segment === "number") {
    return tree.toSpliced(segment, 1, child);
  }
  return { ...(isMap(tree) ? tree : {}), [segment]: child };
}

/** Undefined where the tree becomes empty. */
function withoutValue(tree: Json, [segment, ...rest]: Path): Json | undefined {
  const child = segment === undefined ? undefined : childOf(tree, segment);
  if (segment === undefined || child === undefined) {
    return segment === undefined ? undefined : tree;
  }
  const left = rest.length === 0 ? undefined : withoutValue(child, rest);
  if (Array.isArray(tree)) {
    const items = left === undefined ? tree.toSpliced(Number(segment), 1) : tree.with(Number(segment), left);
    return items.length === 0 ? undefined : items;
  }
  if (left !== undefined) {
    return { ...(tree as JsonMap), [segment]: left };
  }
  const { [segment]: _, ...others } = tree as JsonMap;
  return Object.keys(others).length === 0 ? undefined : others;
}

function renamed(tree: Json, [segment, ...rest]: Path, name: string): Json {
  if (segment === undefined) {
    return tree;
  }
  if (rest.length === 0) {
    return Object.fromEntries(
      Object.entries(tree as JsonMap).map(([key, value]) => [key === segment ? name : key, value]),
    );
  }
  const child = renamed(childOf(tree, segment) ?? null, rest, name);
  return Array.isArray(tree) ? tree.with(Number(segment), child) : { ...(tree as JsonMap), [segment]: child };
}

function emptied(tree: Json): Json {
  return Array.isArray(tree) ? [] : {};
}
