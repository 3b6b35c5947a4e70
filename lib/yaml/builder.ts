/** Builds the tree of a parsed text. */
import { type CST, isAlias, isCollection, isMap, isPair, type YAMLMap, type YAMLSeq } from "yaml";
import { isMergeKey, type Reading } from "./reader.ts";
import { syntaxFlaw, Unreadable } from "./syntaxErrors.ts";
import type { Collection, Entry, Leaf } from "./tree.ts";

/** An entry with its tokens. */
interface Item {
  tokens: CST.CollectionItem;
  key?: unknown;
  value: unknown;
}

/** Offsets in the text. */
interface Bounds {
  start: number;
  /** Offset of the mark. */
  markEnd: number;
  /** The anchor and the tag of the value. */
  props: CST.SourceToken[];
}

interface Source {
  text: string;
  json: Reading["json"];
}

/**
 * Builds the tree of a text without errors, which ends in a line break or is empty.
 * @throws Unreadable for invalid YAML that the library accepted
 */
export function buildTree(text: string, { document, json, end }: Reading): Entry {
  const source = { text, json };
  const { contents } = document;
  const node = contents as { srcToken?: CST.Token; range?: [number, number, number] } | null;
  const token = node?.srcToken;
  if (isCollection(contents) && token?.type === "flow-collection") {
    const value = flowCollection(source, contents, token);
    const valueEnd = contents.range?.[1] ?? end;
    return { mark: "", opening: text.slice(0, token.offset), value, tail: text.slice(valueEnd), gap: "" };
  }
  if (isCollection(contents) && (token?.type === "block-map" || token?.type === "block-seq")) {
    const start = lineStart(text, startOf(firstItem(token)));
    const [value, valueEnd] = blockCollection(source, contents, { start, limit: end, outer: -1, isInline: false });
    return { mark: "", opening: text.slice(0, start), value, tail: text.slice(valueEnd), gap: "" };
  }
  const lead = text.slice(0, end);
  const value: Collection = { kind: "block", isList: false, column: 0, isInline: false, lead, entries: [] };
  return { mark: "", opening: "", value, tail: text.slice(end), gap: "" };
}

/**
 * `outer` is the column of the surrounding block: -1 for the root, to which all lines belong. Also returns the offset
 * where the block ends.
 */
function blockCollection(
  source: Source,
  node: YAMLMap | YAMLSeq,
  { start, limit, outer, isInline }: { start: number; limit: number; outer: number; isInline: boolean },
): [Collection, end: number] {
  const { text } = source;
  const items = itemsOf(node);
  const starts = items.map(({ tokens }) => startOf(tokens));
  const first = starts[0] ?? start;
  const column = first - lineStart(text, first);
  const entries: Entry[] = [];
  let end = limit;
  items.forEach((item, index) => {
    const next = starts[index + 1];
    const entryLimit = next === undefined ? limit : lineStart(text, next);
    const [entry, contentEnd] = blockEntry(source, item, { limit: entryLimit, column });
    const gap = trivia(source, contentEnd, entryLimit);
    entry.gap = next === undefined && outer >= 0 ? ownLines(gap, Math.max(column, outer + 1)) : gap;
    end = contentEnd + entry.gap.length;
    entry.text = text.slice(starts[index], end);
    entries.push(entry);
  });
  const lead = isInline ? "" : trivia(source, start, lineStart(text, first));
  return [{ kind: "block", isList: !isMap(node), column, isInline, lead, entries }, end];
}

function blockEntry(
  source: Source,
  item: Item,
  { limit, column }: { limit: number; column: number },
): [Entry, end: number] {
  const { text } = source;
  const { start, markEnd, props } = boundsOf(item);
  const token = item.tokens.value;
  const mark = text.slice(start, markEnd);
  if (mark.includes("\n") && !mark.startsWith("?")) {
    throw new Unreadable([syntaxFlaw("MULTILINE_IMPLICIT_KEY", start)]);
  }
  const entry = { ...namesOf(item, source.json), mark, gap: "" };
  if (isCollection(item.value) && (token?.type === "block-map" || token?.type === "block-seq")) {
    const first = startOf(firstItem(token));
    const propsEnd = endOf(props) ?? markEnd;
    const isInline = lineStart(text, first) <= propsEnd;
    const valueStart = isInline ? first : lineEnd(text, propsEnd);
    const bounds = { start: valueStart, limit, outer: column, isInline };
    const [value, end] = blockCollection(source, item.value, bounds);
    return [{ ...entry, opening: text.slice(markEnd, valueStart), value, tail: "" }, end];
  }
  const [opening, value, valueEnd] = inlineValue(source, item);
  const end = valueEnd > markEnd && text[valueEnd - 1] === "\n" ? valueEnd : lineEnd(text, valueEnd);
  return [{ ...entry, opening, value, tail: trivia(source, valueEnd, end) }, end];
}

function flowCollection(source: Source, node: YAMLMap | YAMLSeq, token: CST.FlowCollection): Collection {
  const { text } = source;
  const items = itemsOf(node);
  const closing = token.end[0]?.offset ?? text.length;
  const starts = [...items.map(({ tokens }) => startOf(tokens)), closing];
  const entries = items.map((item, index) => {
    const { start, markEnd } = boundsOf(item);
    const [opening, value, valueEnd] = inlineValue(source, item);
    const rest = trivia(source, valueEnd, starts[index + 1] ?? closing);
    const tail = flowTail(rest);
    const pieces = { mark: text.slice(start, markEnd), opening, value, tail, gap: rest.slice(tail.length) };
    return { ...namesOf(item, source.json), ...pieces, text: text.slice(start, starts[index + 1]) };
  });
  const lead = trivia(source, token.offset + 1, starts[0] ?? closing);
  return { kind: "flow", isList: !isMap(node), column: 0, isInline: false, lead, entries };
}

/** Spaces, comments, line breaks and commas. */
function trivia({ text }: Source, start: number, end: number): string {
  const slice = text.slice(start, end);
  if (!/^(?:[ \t\r\n,]|#[^\n]*\n)*$/.test(slice)) {
    throw new Unreadable([syntaxFlaw("UNEXPECTED_TOKEN", start)]);
  }
  return slice;
}

/** The text up to the comma, and to the end of the line if only a comment follows. */
function flowTail(rest: string): string {
  const [comma = ""] = /^(?:[^,#]|#[^\n]*\n)*,/.exec(rest) ?? [];
  const [line = ""] = /^[ \t]*(?:#[^\n]*)?\r?\n/.exec(rest.slice(comma.length)) ?? [];
  return comma + line;
}

/** A value that is not a block collection. */
function inlineValue(source: Source, item: Item): [opening: string, value: Leaf | Collection, end: number] {
  const { text, json } = source;
  const { markEnd, props } = boundsOf(item);
  const { value: token } = item.tokens;
  const end = rangeEnd(item.value);
  if (isCollection(item.value) && token?.type === "flow-collection") {
    return [text.slice(markEnd, token.offset), flowCollection(source, item.value, token), end];
  }
  const isPairInList = item.key === undefined && item.tokens.sep !== undefined;
  const isNothing = token === undefined || (token.type === "scalar" && token.source === "");
  const start = isPairInList ? markEnd : (props[0]?.offset ?? (isNothing ? markEnd : token.offset));
  const valueEnd = isPairInList || !isNothing ? end : (endOf(props) ?? markEnd);
  const leaf: Leaf = { kind: "leaf", text: text.slice(start, valueEnd), json: json.get(item.value) ?? null };
  return [text.slice(markEnd, start), leaf, valueEnd];
}

function itemsOf(node: YAMLMap | YAMLSeq): Item[] {
  if (isMap(node)) {
    return node.items.flatMap((pair) =>
      isPair(pair) && pair.srcToken ? [{ tokens: pair.srcToken, key: pair.key, value: pair.value }] : [],
    );
  }
  const { srcToken } = node as { srcToken?: CST.Token };
  const tokens = srcToken !== undefined && "items" in srcToken ? srcToken.items.filter(isItem) : [];
  return tokens.map((each, index) => ({ tokens: each, value: node.items[index] }));
}

/** Excludes the rest of a collection after its last item: comments, a comma. */
function isItem({ start, key, sep, value }: CST.CollectionItem): boolean {
  return Boolean(key ?? sep ?? value) || start.some(isSignificant);
}

function firstItem({ items }: CST.BlockMap | CST.BlockSequence): CST.CollectionItem {
  return items.find(isItem) ?? { start: [] };
}

function boundsOf({ key, tokens }: Item): Bounds {
  const start = startOf(tokens);
  const indicator = (key === undefined ? tokens.start : tokens.sep)?.find(
    ({ type }) => type === (key === undefined ? "seq-item-ind" : "map-value-ind"),
  );
  const markEnd = endOf(indicator ? [indicator] : []) ?? (key === undefined ? start : rangeEnd(key));
  const props = (key === undefined ? tokens.start : (tokens.sep ?? [])).filter(isProp);
  return { start, markEnd, props };
}

function startOf({ start, key, sep, value }: CST.CollectionItem): number {
  return (start.find(isSignificant) ?? key ?? sep?.[0] ?? value)?.offset ?? 0;
}

function isSignificant({ type }: CST.SourceToken): boolean {
  return type === "seq-item-ind" || type === "explicit-key-ind" || type === "anchor" || type === "tag";
}

function isProp({ type }: CST.SourceToken): boolean {
  return type === "anchor" || type === "tag";
}

function namesOf({ key, value }: Item, json: Source["json"]): Pick<Entry, "name" | "anchors" | "aliases"> {
  const anchors = [key, value].flatMap((node) =>
    Object(node).anchor === undefined ? [] : [String(Object(node).anchor)],
  );
  const aliases = [key, value].flatMap((node) => (isAlias(node) ? [node.source] : []));
  return {
    ...(key !== undefined && !isMergeKey(key) && { name: String(json.get(key)) }),
    ...(anchors.length > 0 && { anchors }),
    ...(aliases.length > 0 && { aliases }),
  };
}

/** The lines that belong to a block by their indentation, up to the last comment of these. */
function ownLines(gap: string, column: number): string {
  let [own, seen] = [0, 0];
  for (const line of gap.match(/[^\n]*\n/g) ?? []) {
    const comment = line.indexOf("#");
    if (comment >= 0 && comment < column) {
      break;
    }
    seen += line.length;
    own = comment < 0 ? own : seen;
  }
  return gap.slice(0, own);
}

function rangeEnd(node: unknown): number {
  return (node as { range?: [number, number, number] } | null)?.range?.[1] ?? 0;
}

function endOf(tokens: CST.SourceToken[]): number | undefined {
  const last = tokens.at(-1);
  return last && last.offset + last.source.length;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** After the line break. */
function lineEnd(text: string, offset: number): number {
  return text.indexOf("\n", offset) + 1 || text.length;
}
