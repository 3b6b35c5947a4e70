/** Positions in a text, with lines and columns as editors count them. */
import type { Path } from "../path.ts";
import { brackets, type Child, childAt, type Entry, padding, valueText } from "./tree.ts";

/** Lines and columns begin with 1; the end is the column after the last character. */
export interface Span {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** The place of the key or list item at the path, or of the nearest around it. */
export function spanOf(tree: Entry, text: string, path: Path): Span {
  const [start, end] = boundsOf(tree, path);
  const [from, to] = [placeOf(text, start), placeOf(text, end)];
  return { ...from, endLine: to.line, endColumn: to.column };
}

export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

function boundsOf(tree: Entry, path: Path): [start: number, end: number] {
  let [entry, start] = [tree, 0];
  for (const segment of path) {
    const child = childAt(entry, segment);
    if (child === undefined) {
      break;
    }
    start += entry.mark.length + entry.opening.length + offsetIn(child);
    entry = child.entry;
  }
  return [start, start + (entry === tree ? 0 : shownLength(entry))];
}

function offsetIn({ collection, index }: Child): number {
  const before = valueText({ ...collection, entries: collection.entries.slice(0, index) });
  return before.length - brackets(collection)[1].length + padding(collection, index).length;
}

/** Of a key without its colon, or of the first line of a list's item. */
function shownLength({ name, mark, opening, value }: Entry): number {
  if (name !== undefined) {
    return mark.replace(/\s*:$/, "").length;
  }
  const [line = ""] = (mark + opening + valueText(value)).split("\n");
  return line.trimEnd().length;
}
