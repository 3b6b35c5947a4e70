/** Prints values as YAML. */
import { Document, Scalar, type ToStringOptions } from "yaml";
import type { Json } from "../json.ts";
import { helmSchema } from "./helmSchema.ts";
import type { Style } from "./style.ts";
import { Unreadable } from "./syntaxErrors.ts";

type Quotes = "QUOTE_SINGLE" | "QUOTE_DOUBLE";

/** Position of a value after the mark of a block entry. */
export interface Place {
  isItem: boolean;
  /** Of the entry. */
  column: number;
  /** Quotes of the previous text. */
  quotes?: Quotes;
}

/** The text after the mark: ` value`, or a block below it. Ends in a line break. */
export function blockWords(value: Json, place: Place, style: Style): string {
  const isList = Array.isArray(value);
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (entries.length === 0) {
    return scalarWords(value, place, style);
  }
  const column = innerColumn(place, isList, style);
  const lines = entries.map(([name, child]) => {
    const mark = isList ? "-" : keyWords(name, false, false);
    return mark + blockWords(child, { isItem: isList, column }, style);
  });
  const indentation = " ".repeat(column);
  return (place.isItem ? " " : style.lineBreak + indentation) + lines.join(indentation);
}

function innerColumn({ isItem, column }: Place, isList: boolean, { step, listStep }: Style): number {
  return column + (isItem ? "- ".length : isList ? listStep : step);
}

/** An empty map or list too. */
function scalarWords(value: Json, { column, quotes }: Place, { step, lineBreak }: Style): string {
  const isText = typeof value === "string";
  const text = words(
    { k: isText && quotes && !value.includes("\n") && !breaks.test(value) ? quoted(value, quotes) : value },
    // Other texts in blocks depend on the lines around them.
    { indent: step, blockQuote: isText && !breaks.test(value) && !/^\s|\s\n$|[ \t]$|\r/.test(value) && "literal" },
  );
  return shifted(text.slice("k:".length), column).replaceAll("\n", lineBreak);
}

/** With double quotes everywhere, as in JSON, or only where they are needed. */
export function flowWords(value: Json, isJson: boolean): string {
  const text = words([value], {
    collectionStyle: "flow",
    flowCollectionPadding: false,
    ...(isJson && { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "QUOTE_DOUBLE" }),
  });
  return text.slice("[".length, -"]\n".length);
}

/** A key with its colon. */
export function keyWords(name: string, isFlow: boolean, isQuoted: boolean): string {
  const text = words(
    { [name]: 0 },
    {
      collectionStyle: isFlow ? "flow" : "block",
      flowCollectionPadding: false,
      ...(isQuoted && { defaultKeyType: "QUOTE_DOUBLE" }),
    },
  );
  const key = text.slice(isFlow ? 1 : 0, text.lastIndexOf(": 0") + 1);
  if (/^\?|\n/.test(key)) {
    throw new Unreadable();
  }
  return key;
}

/** Moves all lines but the first to the right, or to the left as far as their indentation reaches. */
export function shifted(text: string, columns: number): string {
  return columns < 0
    ? text.replace(new RegExp(`(?<=\n) {1,${-columns}}`, "g"), "")
    : text.replace(/(?<=\n)(?=[^\r\n])/g, " ".repeat(columns));
}

/** Line breaks to some readers. */
const breaks = /[\u0085\u2028\u2029\uFEFF]/;

function words(value: unknown, options: ToStringOptions): string {
  const document = new Document(value, { schema: helmSchema, aliasDuplicateObjects: false });
  const text = document.toString({
    lineWidth: 0,
    doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY,
    // The schema puts texts with these characters in quotes. Only double quotes allow escapes.
    ...(breaks.test(JSON.stringify(value)) && { singleQuote: false }),
    ...options,
  });
  return text.replaceAll(new RegExp(breaks, "g"), (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function quoted(text: string, quotes: Quotes): Scalar {
  const scalar = new Scalar(text);
  scalar.type = quotes;
  return scalar;
}
