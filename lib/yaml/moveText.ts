/** Moves the text of a value to another place. */
import type { Path } from "../path.ts";
import { withoutComma } from "./flow.ts";
import { type Place, shifted } from "./print.ts";
import type { Style } from "./style.ts";
import { Unreadable } from "./syntaxErrors.ts";
import { type Child, childAt, type Entry, endsInKeptLines, valueText } from "./tree.ts";

/** Undefined if the value can't be moved as text. */
export function movedFrom(tree: Entry, path: Path): Child | undefined {
  let [entry, child]: [Entry, Child | undefined] = [tree, undefined];
  for (const segment of path) {
    child = childAt(entry, segment);
    if (child === undefined) {
      throw new Unreadable();
    }
    entry = child.entry;
  }
  // Blank lines that follow would become part of the value.
  return endsInKeptLines(entry) ? undefined : child;
}

/** The value as it follows a mark at the column, with its comments. */
export function placed(
  { entry: { opening, value, tail }, collection }: Child,
  { isItem, column }: Place,
  { step, lineBreak }: Style,
): string {
  if (value.kind === "block" && (isItem || collection.isList)) {
    // Below a mark of another kind, a block begins on a line of its own.
    const start = opening.endsWith("\n") ? opening : lineBreak + " ".repeat(value.column);
    return shifted(start + valueText(value), column + step - value.column);
  }
  if (collection.kind === "block") {
    return shifted(opening + valueText(value) + tail, column - collection.column);
  }
  // From a flow collection, whose lines may begin anywhere.
  const text = `${opening || " "}${valueText(value)}${withoutComma(tail)}`.replace(/[ \t\r\n]*$/, lineBreak);
  const indentations = [...text.matchAll(/\n( *)[^ \r\n]/g)].map(([, spaces = ""]) => spaces.length);
  return shifted(text, column + step - Math.min(...indentations, column + step));
}
