/** Indentation style of a file, for added text. */
import type { Entry } from "./tree.ts";

export interface Style {
  lineBreak: "\n" | "\r\n";
  /** Columns by which a map is indented in its parent map. */
  step: number;
  /** Columns by which a list is indented below its key. */
  listStep: number;
}

/** The style of the first nested map and the first list of the file. */
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
