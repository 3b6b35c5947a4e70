/** Parses the text of an edited entry and checks that it is a single entry. */
import { buildTree } from "./builder.ts";
import { read } from "./reader.ts";
import { Unreadable } from "./syntaxErrors.ts";
import type { Collection, Entry } from "./tree.ts";

/** An entry of a block, without its indentation and with its line break. */
export function readBlockEntry(text: string, column: number): Entry {
  const [tree, { entries }] = readFragment(" ".repeat(column) + text);
  const [entry] = entries;
  if (entry === undefined || entries.length > 1 || tree.opening + tree.tail !== "") {
    throw new Unreadable();
  }
  return { ...entry, text };
}

/** An entry of a flow collection, without its comma. */
export function readFlowEntry(text: string, isList: boolean): Entry {
  const [, { entries }] = readFragment(isList ? `[${text}\n]\n` : `{${text}\n}\n`);
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) {
    throw new Unreadable();
  }
  return { ...entry, tail: "", gap: "", text: undefined };
}

function readFragment(text: string): [tree: Entry, root: Collection] {
  const reading = read(text);
  // Anchors may be elsewhere in the file, which is then parsed again as a whole.
  if (reading.document.errors.length > 0 || reading.isSeveral) {
    throw new Unreadable();
  }
  const tree = buildTree(text, reading);
  if (tree.value.kind === "leaf") {
    throw new Unreadable();
  }
  return [tree, tree.value];
}
