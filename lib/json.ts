/** Values as Helm reads them: the data model that YAML and JSON share. */

import type { Path } from "./path.ts";

export type Json = null | boolean | number | string | Json[] | JsonMap;

export interface JsonMap {
  [key: string]: Json;
}

export function isMap(value: Json | undefined): value is JsonMap;
export function isMap(value: unknown): value is Record<string, unknown>;
export function isMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path; undefined where there is none. */
export function valueAt(tree: Json, path: Path): Json | undefined;
export function valueAt(tree: unknown, path: Path): unknown;
export function valueAt(tree: unknown, path: Path): unknown {
  return path.reduce<unknown>(childOf, tree);
}

/** An own member of a value, never an inherited one such as `constructor`. */
export function childOf(value: Json | undefined, segment: string | number): Json | undefined;
export function childOf(value: unknown, segment: string | number): unknown;
export function childOf(value: unknown, segment: string | number): unknown {
  if (Array.isArray(value)) {
    return typeof segment === "number" ? value[segment] : undefined;
  }
  return isMap(value) && typeof segment === "string" && Object.hasOwn(value, segment) ? value[segment] : undefined;
}

/** Indented, with a line break at its end, as files and printed results have it. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Whether a value is absent, null, `""`, `[]` or `{}`. */
export function isEmpty(value: Json | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    (Object.keys(Object(value)).length === 0 && typeof value === "object")
  );
}

export interface Leaf {
  path: Path;
  value: Json;
}

/** The leaves of a tree: texts, numbers, booleans, nulls, and empty maps and lists. An empty root has none. */
export function leavesOf(tree: Json, path: Path = []): Leaf[] {
  const isEmptyTree = typeof tree === "object" && tree !== null && childrenOf(tree).length === 0;
  const leaves: Leaf[] = [];
  if (!isEmptyTree) {
    collectLeaves(tree, path, leaves);
  }
  return leaves;
}

function collectLeaves(tree: Json, path: Path, leaves: Leaf[]): void {
  const children = childrenOf(tree);
  if (children.length === 0) {
    leaves.push({ path, value: tree });
  }
  for (const [segment, child] of children) {
    collectLeaves(child, [...path, segment], leaves);
  }
}

/** The members of a map or list by key or index; a text, number, boolean or null has none. */
export function childrenOf(tree: Json): [string | number, Json][] {
  if (Array.isArray(tree)) {
    return [...tree.entries()];
  }
  return typeof tree === "object" && tree !== null ? Object.entries(tree) : [];
}

type Mapped<T> = T | Mapped<T>[] | { [key: string]: Mapped<T> };

/** A copy of the tree in which every text, number, boolean and null is replaced. */
export function mapScalars<T>(
  tree: Json,
  replace: (value: string | number | boolean | null, path: Path) => T,
  path: Path = [],
): Mapped<T> {
  if (Array.isArray(tree)) {
    return tree.map((item, index) => mapScalars(item, replace, [...path, index]));
  }
  return isMap(tree)
    ? Object.fromEntries(Object.entries(tree).map(([key, child]) => [key, mapScalars(child, replace, [...path, key])]))
    : replace(tree, path);
}
