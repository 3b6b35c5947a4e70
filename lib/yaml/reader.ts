/** Reads YAML as Helm does, and reports everything that prevents an edit. */
import { Composer, type CST, type Document, isAlias, isMap, isPair, isScalar, isSeq, Parser, type YAMLMap } from "yaml";
import type { Json } from "../json.ts";
import { helmSchema } from "./helmSchema.ts";
import { deepest, type Flaw, syntaxFlaw } from "./syntaxErrors.ts";

export interface Reading {
  document: Document.Parsed;
  /** Where a `...` or the text ends. */
  end: number;
  values: Json;
  /** The value of each node. */
  json: Map<unknown, Json>;
  /** Whether block entries have the same meaning when they are parsed alone. */
  isPlain: boolean;
  /** The text has more than one document. */
  isSeveral: boolean;
  flaws: Flaw[];
}

interface Conversion {
  json: Map<unknown, Json>;
  anchors: Map<string, { value: Json; size: number }>;
  /** Nodes so far, those behind aliases included. */
  size: number;
  hasReferences: boolean;
  flaws: Flaw[];
}

const largest = 1_000_000;

/** Reads a text. With flaws, the result contains the part that could be read. */
export function read(text: string): Reading {
  const tokens = [...new Parser().parse(text)];
  const composer = new Composer({ schema: helmSchema, keepSourceTokens: true, uniqueKeys: false });
  const [document, ...others] = [...composer.compose(tokens, true, text.length)] as Document.Parsed[];
  if (document === undefined) {
    throw new Error("The composer returned no document.");
  }
  const conversion: Conversion = { json: new Map(), anchors: new Map(), size: 0, hasReferences: false, flaws: [] };
  const values = toJson(document.contents, conversion, 0);
  const [second] = others;
  const flaws = [
    ...[document, ...others].flatMap(({ errors }) => errors.map(({ code, pos }) => syntaxFlaw(code, pos[0]))),
    ...(second === undefined ? [] : [severalDocuments(second.range[0])]),
    ...conversion.flaws,
    ...(isNothing(document.contents) || isMap(document.contents) ? [] : [noMap(offsetOf(document.contents))]),
  ];
  return {
    document,
    end: tokens.find(({ type }) => type === "doc-end")?.offset ?? text.length,
    values: isNothing(document.contents) ? {} : values,
    json: conversion.json,
    isSeveral: others.length > 0,
    // A byte order mark begins a document anywhere in the text.
    isPlain: !conversion.hasReferences && hasPlainRoot(document, tokens) && !text.includes("\uFEFF"),
    flaws: flaws.toSorted((one, other) => one.offset - other.offset),
  };
}

function hasPlainRoot({ contents }: Document.Parsed, tokens: CST.Token[]): boolean {
  const isBlock = contents === null || (contents.tag === undefined && !Object(contents).flow);
  return isBlock && !tokens.some(({ type }) => type === "directive");
}

function toJson(node: unknown, conversion: Conversion, depth: number): Json {
  if (depth > deepest) {
    conversion.flaws.push(tooDeep(offsetOf(node)));
    return null;
  }
  const sizeBefore = conversion.size;
  conversion.size += 1;
  const value = convert(node, conversion, depth);
  conversion.json.set(node, value);
  const { anchor } = Object(node);
  if (typeof anchor === "string") {
    conversion.hasReferences = true;
    conversion.anchors.set(anchor, { value, size: conversion.size - sizeBefore });
  }
  return value;
}

function convert(node: unknown, conversion: Conversion, depth: number): Json {
  if (isMap(node)) {
    return mapOf(node, conversion, depth);
  }
  if (isSeq(node)) {
    return node.items.map((item) => toJson(item, conversion, depth + 1));
  }
  if (isAlias(node)) {
    return aliased(node.source, offsetOf(node), conversion);
  }
  if (!isScalar(node)) {
    return null;
  }
  if (typeof node.value === "number" && !Number.isFinite(node.value)) {
    conversion.flaws.push({
      offset: offsetOf(node),
      message: "This number is infinite or not a number, which Helm does not accept.",
      fix: "Write a finite number, or quote it to make it text.",
    });
    return null;
  }
  return node.value as Json;
}

function aliased(name: string, offset: number, conversion: Conversion): Json {
  conversion.hasReferences = true;
  const anchor = conversion.anchors.get(name);
  conversion.size += anchor?.size ?? 0;
  if (anchor === undefined) {
    conversion.flaws.push({
      offset,
      message: "This alias has no anchor before it.",
      fix: "Define the anchor above it, or write the value out.",
    });
  }
  if (conversion.size > largest) {
    conversion.flaws.push({ offset, message: "The aliases expand to too many values.", fix: "Write the values out." });
    return null;
  }
  return anchor?.value ?? null;
}

function mapOf(map: YAMLMap, conversion: Conversion, depth: number): Json {
  const values = new Map<string, Json>();
  const names = new Set<string>();
  for (const pair of map.items) {
    if (!isPair(pair)) {
      continue;
    }
    const isMerge = isMergeKey(pair.key);
    const key = toJson(pair.key, conversion, depth + 1);
    const value = toJson(pair.value, conversion, depth + 1);
    const name = String(key);
    if (key === null || typeof key === "object") {
      conversion.flaws.push({
        offset: offsetOf(pair.key ?? map),
        message: "This key is not a text.",
        fix: "Give the key a name.",
      });
    } else if (names.has(name)) {
      conversion.flaws.push({
        offset: offsetOf(pair.key),
        message: "This key is set twice in its map.",
        fix: "Keep one of the two.",
      });
    } else if (isMerge) {
      merge(value, values, offsetOf(pair.key), conversion);
    } else {
      values.set(name, value);
    }
    names.add(name);
  }
  return Object.fromEntries(values);
}

/** Adds merged keys. Keys that the map has already stay. */
function merge(source: Json, target: Map<string, Json>, offset: number, conversion: Conversion): void {
  conversion.hasReferences = true;
  for (const map of Array.isArray(source) ? source : [source]) {
    if (typeof map !== "object" || map === null || Array.isArray(map)) {
      conversion.flaws.push({
        offset,
        message: "This merge key refers to a value that is not a map.",
        fix: "Merge maps only.",
      });
      return;
    }
    for (const [name, value] of Object.entries(map)) {
      if (!target.has(name)) {
        target.set(name, value);
      }
    }
  }
}

/** `<<`, not quoted. */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === "PLAIN" && key.value === "<<";
}

function offsetOf(node: unknown): number {
  return (node as { range?: [number, number, number] } | null)?.range?.[0] ?? 0;
}

/** Whether the text has only comments. An explicit `null` is a value. */
function isNothing(root: unknown): boolean {
  return root === null || (isScalar(root) && root.value === null && root.source === "" && !root.tag && !root.anchor);
}

function noMap(offset: number): Flaw {
  return { offset, message: "The file does not contain a map.", fix: "Write keys and values." };
}

function severalDocuments(offset: number): Flaw {
  return { offset, message: "A second document begins here.", fix: "Keep one document in the file." };
}

function tooDeep(offset: number): Flaw {
  return { offset, message: "The values are nested too deeply.", fix: `Nest at most ${deepest} levels.` };
}
