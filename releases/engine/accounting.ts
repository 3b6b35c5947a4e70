/** Checks that a release loses no value, by following every value through its operations. */
import { type Json, leavesOf, valueAt } from "../../lib/json.ts";
import type { Operation } from "../../lib/operations.ts";
import { tracePath } from "./pathTrace.ts";

/** Numbers of leaves by what happened to them. Leaves are scalars, and empty maps and lists. */
export interface Accounting {
  kept: number;
  moved: number;
  changed: number;
  removed: number;
  added: number;
}

/**
 * Follows every leaf through the operations and compares it with the value at its new place.
 *
 * @throws Error if a leaf is lost, which is a bug in this engine and must not reach a file
 */
export function accountFor(before: Json, after: Json, operations: readonly Operation[]): Accounting {
  const accounting: Accounting = { kept: 0, moved: 0, changed: 0, removed: 0, added: 0 };
  if (before === after) {
    return { ...accounting, kept: leavesOf(before).length };
  }
  for (const { path, value } of leavesOf(before)) {
    const trace = tracePath(path, operations);
    if ("path" in trace && !isSameLeaf(valueAt(after, trace.path), value)) {
      throw new Error(`The value at ${JSON.stringify(path)} was lost.`);
    }
    accounting[trace.kind]++;
  }
  accounting.added = leavesOf(after).length - accounting.kept - accounting.moved;
  return accounting;
}

function isSameLeaf(found: Json | undefined, value: Json): boolean {
  return Object.is(found, value) || (typeof value === "object" && value !== null && typeof found === "object");
}
