/** Applies operations to the tree of a text. */
import { type Json, valueAt } from "../json.ts";
import { isRename, type Operation } from "../operations.ts";
import type { Path } from "../path.ts";
import { withFlowEntry, withoutFlowEntry } from "./flow.ts";
import { readBlockEntry, readFlowEntry } from "./fragment.ts";
import { movedFrom, placed } from "./moveText.ts";
import { blockWords, flowWords, keyWords, type Place } from "./print.ts";
import type { Style } from "./style.ts";
import { type Child, type Collection, childAt, type Entry, endsInBlockText, isBlockText, valueText } from "./tree.ts";

/** The value that an edit inserts, and its old place if its text can be moved from there. */
interface Content {
  json: Json;
  source?: Child;
}

/** The column of the entries of a block; none in a flow collection. */
type Column = number | undefined;

/** `values` are the values of the tree. The path of a removal or a move must exist. */
export function editTree(tree: Entry, values: Json, operation: Operation, style: Style): Entry {
  const { op, path } = operation;
  if (op === "set") {
    return withContent(tree, path, { json: operation.value }, undefined, style);
  }
  if (op === "remove") {
    return without(tree, path, style);
  }
  if (isRename(operation)) {
    return renamed(tree, path, String(operation.to.at(-1)), style);
  }
  const source = movedFrom(tree, path);
  const content = { json: valueAt(values, path) ?? null, ...(source && { source }) };
  return without(withContent(tree, operation.to, content, undefined, style), path, style);
}

function withContent(entry: Entry, path: Path, content: Content, column: Column, style: Style): Entry {
  const [segment, ...rest] = path;
  const { value } = entry;
  if (segment === undefined || value.kind === "leaf" || !isOpen(value, segment, column)) {
    return replaced(entry, path, content, column, style);
  }
  const child = childAt(entry, segment);
  if (child === undefined) {
    return withValue(entry, withEntry(value, path, content, style), style);
  }
  const inner = value.kind === "flow" ? undefined : value.column;
  return withChild(entry, child, withContent(child.entry, rest, content, inner, style), style);
}

/** Whether a segment can lead into the collection. An empty map in a block, `key: {}`, is written anew. */
function isOpen({ kind, isList, entries, lead }: Collection, segment: string | number, column: Column): boolean {
  const isPlaceholder = kind === "flow" && !isList && entries.length === 0 && !lead.includes("#");
  return isList === (typeof segment === "number") && !(isPlaceholder && column !== undefined);
}

/** Replaces the value of the entry by the content at the path below it. Keeps the mark and the comment on its line. */
function replaced(entry: Entry, path: Path, content: Content, column: Column, style: Style): Entry {
  const isItem = entry.name === undefined;
  const isFlow = column === undefined;
  const mark = isItem || entry.mark.endsWith(":") ? entry.mark : keyWords(entry.name ?? "", isFlow, false);
  if (isFlow) {
    const opening = bare(entry.opening) || (isItem ? "" : " ");
    const words = flowWords(nested(path, content.json), isQuoted(entry));
    const { value } = readFlowEntry(mark + opening + words, isItem);
    return { name: entry.name, mark, opening, value, tail: entry.tail, gap: entry.gap, isUnverified: true };
  }
  const words = contentWords(path, content, { isItem, column, quotes: quotesOf(entry) }, style);
  const text = isOneLine(words) && !isBlock(entry) ? inPlace(entry, words) : withComment(words, commentOf(entry));
  return joined(readBlockEntry(mark + text, column), entry.gap);
}

/** The collection with one more entry at its end. */
function withEntry(collection: Collection, [segment, ...rest]: Path, content: Content, style: Style): Collection {
  const { kind, column, isList, entries } = collection;
  const [first] = entries;
  const isJson = kind === "flow" && first !== undefined && isQuoted(first);
  const mark = isList ? "" : keyWords(String(segment), kind === "flow", isJson);
  if (kind === "flow") {
    const words = flowWords(nested(rest, content.json), isJson);
    return withFlowEntry(collection, readFlowEntry(isList ? words : `${mark} ${words}`, isList), style);
  }
  const words = contentWords(rest, content, { isItem: isList, column }, style);
  return withBlockEntry(collection, readBlockEntry((isList ? "-" : mark) + words, column));
}

/** Before blank lines at the end of the file. */
function withBlockEntry(collection: Collection, added: Entry): Collection {
  const { entries } = collection;
  const last = entries.at(-1);
  const [blank = ""] = /(?:(?<=^|\n)[ \t]*\r?\n)*$/.exec(last?.gap ?? "") ?? [];
  if (last === undefined || blank === "") {
    return { ...collection, entries: [...entries, added] };
  }
  const before = { ...last, gap: last.gap.slice(0, -blank.length), text: undefined };
  return { ...collection, entries: [...entries.slice(0, -1), before, joined(added, blank)] };
}

function contentWords(path: Path, content: Content, place: Place, style: Style): string {
  const [segment, ...rest] = path;
  if (content.source === undefined) {
    return blockWords(nested(path, content.json), place, style);
  }
  if (segment === undefined) {
    return placed(content.source, place, style);
  }
  const column = place.column + (place.isItem ? "- ".length : style.step);
  const start = place.isItem ? " " : style.lineBreak + " ".repeat(column);
  const words = contentWords(rest, content, { isItem: false, column }, style);
  return start + keyWords(String(segment), false, false) + words;
}

/** The value below the keys that are missing. */
function nested(path: Path, json: Json): Json {
  return path.reduceRight<Json>((value, segment) => ({ [segment]: value }), json);
}

function isOneLine(words: string): boolean {
  return words.indexOf("\n") === words.length - 1;
}

function isBlock({ value }: Entry): boolean {
  return value.kind === "block" || isBlockText(value);
}

/** One line for one line: comments and the spaces around the value stay. */
function inPlace({ opening, tail }: Entry, words: string): string {
  return (bare(opening) || " ") + words.replace(/^ |\r?\n$/g, "") + tail;
}

/** An opening without anchor and tag, which belong to the value. */
function bare(opening: string): string {
  return /^(?:\s|#[^\n]*\n)*$/.test(opening) ? opening : " ";
}

/** The comments between the mark and the end of the value's line, for one line. */
function commentOf({ opening, value, tail }: Entry): string {
  const [head = ""] = isBlockText(value) ? valueText(value).split("\n") : [];
  const comments = [opening, head, tail].flatMap((text) => text.match(/[ \t]*(?<=\s|^)#[^\r\n]*/gm) ?? []);
  return comments.map((comment) => comment.replace(/^#/, " #")).join("");
}

function withComment(words: string, comment: string): string {
  return words.replace(/[ \t]*(?=\r?\n)/, comment);
}

/** As in JSON: the key, or the item of a list. */
function isQuoted({ mark, value }: Entry): boolean {
  return (mark || valueText(value)).startsWith('"');
}

function quotesOf({ value }: Entry): Place["quotes"] {
  const [quote] = valueText(value);
  return quote === '"' ? "QUOTE_DOUBLE" : quote === "'" ? "QUOTE_SINGLE" : undefined;
}

/** Removes the value at the path, and parents that become empty. The entry itself stays. */
function without(entry: Entry, [segment = "", ...rest]: Path, style: Style): Entry {
  const child = childAt(entry, segment);
  if (child === undefined) {
    return entry;
  }
  const left = rest.length === 0 ? undefined : without(child.entry, rest, style);
  if (left !== undefined && left.value.kind !== "leaf" && left.value.entries.length > 0) {
    return withChild(entry, child, left, style);
  }
  const isFlow = child.collection.kind === "flow";
  const value = isFlow ? withoutFlowEntry(child, style) : withoutBlockEntry(child, left);
  return withValue(entry, value, style);
}

/** Comments on lines of their own stay, also those of an entry that becomes empty. */
function withoutBlockEntry({ collection, index, entry }: Child, left: Entry | undefined): Collection {
  const { entries, lead } = collection;
  const comments = left?.value.kind === "block" && left.value.lead.includes("#") ? left.value.lead : "";
  const gap = comments + entry.gap;
  const others = entries.toSpliced(index, 1);
  const previous = entries[index - 1];
  return previous === undefined
    ? { ...collection, lead: lead + gap, entries: others }
    : { ...collection, entries: others.with(index - 1, joined(previous, gap)) };
}

/** An entry followed by more lines, which a text of the form `|` could absorb. */
function joined(entry: Entry, gap: string): Entry {
  const whole = { ...entry, gap: entry.gap + gap, text: undefined };
  return gap === "" ? entry : { ...whole, isUnverified: entry.isUnverified || endsInBlockText(entry) };
}

function renamed(entry: Entry, [segment = "", ...rest]: Path, name: string, style: Style): Entry {
  const child = childAt(entry, segment);
  if (child === undefined) {
    return entry;
  }
  if (rest.length > 0) {
    return withChild(entry, child, renamed(child.entry, rest, name, style), style);
  }
  const { mark, value, isUnverified } = child.entry;
  const changed = {
    name,
    mark: keyWords(name, child.collection.kind === "flow", mark.startsWith('"')),
    // A block below its key doesn't depend on the key's words.
    isUnverified: isUnverified || value.kind !== "block" || value.isInline,
    text: undefined,
  };
  return withChild(entry, child, { ...child.entry, ...changed }, style);
}

function withChild(entry: Entry, { collection, index }: Child, child: Entry, style: Style): Entry {
  return withValue(entry, { ...collection, entries: collection.entries.with(index, child) }, style);
}

function withValue(entry: Entry, value: Collection, { lineBreak }: Style): Entry {
  const whole = { ...entry, value, text: undefined };
  if (value.kind === "flow") {
    return { ...whole, isUnverified: true };
  }
  // Comments above what is now the first entry go below the mark.
  return value.isInline && value.lead !== ""
    ? { ...whole, opening: entry.opening.trimEnd() + lineBreak, value: { ...value, isInline: false } }
    : whole;
}
