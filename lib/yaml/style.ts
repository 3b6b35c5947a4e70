/** How a file writes its blocks, for what is added to it. */
import type { Entry } from "./tree.ts";

export interface Style {
  lineBreak: "\n" | "\r\n";
  /** Columns that a map stands right of the map around it. */
  step: number;
  /** Columns that a list stands right of its key. */
  listStep: number;
}

/** The first nested map and the first list of the file decide. */
export function styleOf(text: string, tree: Entry): Style {
  const step = firstOffset(tree, false) ?? 2;
  return {
    lineBreak: /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n",
    step,
    listStep: firstOffset(tree, true) ?? step,
  };
}

/** Columns between a key and the map or list below it. */
function firstOffset({ value }: Entry, isList: boolean): number | undefined {
  if (value.kind !== "block") {
    return undefined;
  }
  for (const entry of value.entries) {
    const child = entry.value;
    const isFound = child.kind === "block" && child.isList === isList && !value.isList && !child.isInline;
    const offset = isFound ? child.column - value.column : firstOffset(entry, isList);
    if (offset !== undefined) {
      return offset;
    }
  }
  return undefined;
}
