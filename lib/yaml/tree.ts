/**
 * A YAML text as a tree whose pieces in order are the text again. Trees are immutable: an edit returns a new tree, which
 * shares all unchanged parts.
 */
import type { Json } from "../json.ts";

/** A key with its value, or a list's item. The whole document is an entry too, without a mark. */
export interface Entry {
  /** Of a key; a list's item and a merge key have none. */
  name?: string;
  /** `key:` or `-`; nothing for an item of a flow list. */
  mark: string;
  /** The text between the mark and the value: spaces, comments, a line break. */
  opening: string;
  value: Leaf | Collection;
  /** The rest of the value's last line; in a flow collection also the comma. */
  tail: string;
  /** The text between this entry and the next: comment lines and blank lines. */
  gap: string;
  /** All of the above in one, where it is known. */
  text?: string;
  /** The entry was assembled and must be parsed again to verify it. */
  isUnverified?: boolean;
  /** Names of anchors and aliases, those of entries below left out. */
  anchors?: readonly string[];
  aliases?: readonly string[];
}

/** A scalar or an alias, with its tag and anchor. */
export interface Leaf {
  kind: "leaf";
  text: string;
  json: Json;
}

export interface Collection {
  kind: "block" | "flow";
  isList: boolean;
  /** Of the entries of a block. */
  column: number;
  /** The first entry of a block follows on the line of the mark: `- key: value`. */
  isInline: boolean;
  /** The text before the first entry. */
  lead: string;
  entries: readonly Entry[];
}

/** An entry with its place. */
export interface Child {
  collection: Collection;
  index: number;
  entry: Entry;
}

export function textOf(entry: Entry): string {
  return entry.text ?? entry.mark + entry.opening + valueText(entry.value) + entry.tail + entry.gap;
}

export function valueText(value: Leaf | Collection): string {
  if (value.kind === "leaf") {
    return value.text;
  }
  const [open, close] = brackets(value);
  return (
    open + value.lead + value.entries.map((entry, index) => padding(value, index) + textOf(entry)).join("") + close
  );
}

/** Indentation of an entry, where the text before it does not have it already. */
export function padding({ kind, isInline, column }: Collection, index: number): string {
  return kind === "flow" || (isInline && index === 0) ? "" : " ".repeat(column);
}

export function brackets({ kind, isList }: Collection): [open: string, close: string] {
  if (kind === "block") {
    return ["", ""];
  }
  return isList ? ["[", "]"] : ["{", "}"];
}

/** Undefined if there is nothing, or if an alias or a merge key provides it. */
export function childAt({ value }: Entry, segment: string | number): Child | undefined {
  if (value.kind === "leaf") {
    return undefined;
  }
  const { isList, entries } = value;
  const index = isList ? Number(segment) : entries.findIndex(({ name }) => name === segment);
  const entry = isList === (typeof segment === "number") ? entries[index] : undefined;
  return entry && { collection: value, index, entry };
}

export function jsonOf(value: Leaf | Collection): Json {
  if (value.kind === "leaf") {
    return value.json;
  }
  return value.isList
    ? value.entries.map((entry) => jsonOf(entry.value))
    : Object.fromEntries(value.entries.map((entry) => [entry.name, jsonOf(entry.value)]));
}

/** Whether the deepest last value is a text of the form `|` or `>`, to which lines that follow could be added. */
export function endsInBlockText({ value }: Entry): boolean {
  const last = value.kind === "block" ? value.entries.at(-1) : undefined;
  return last === undefined ? isBlockText(value) : endsInBlockText(last);
}

/** Whether the deepest last value is such a text that includes all blank lines after it: `|+`. */
export function endsInKeptLines({ value }: Entry): boolean {
  const last = value.kind === "block" ? value.entries.at(-1) : undefined;
  return last === undefined ? isBlockText(value) && /^[^\n]*[|>]\d?\+/.test(valueText(value)) : endsInKeptLines(last);
}

export function isBlockText(value: Leaf | Collection): boolean {
  return value.kind === "leaf" && /^(?:[&!]\S*\s+)*[|>]/.test(value.text);
}
