/** Values in the words of YAML. */
import { Document, Scalar, type ToStringOptions } from "yaml";
import { isMap, type Json } from "../json.ts";
import { Unreadable } from "./flaws.ts";
import { helmSchema } from "./helmSchema.ts";
import type { Style } from "./style.ts";

export type Quotes = "QUOTE_SINGLE" | "QUOTE_DOUBLE";

/** What follows the mark of an entry that stands at the column: ` value` or a block below it. Ends in a line break. */
export function blockWords(
  value: Json,
  { isItem, column, quotes }: { isItem: boolean; column: number; quotes?: Quotes },
  { step, indentsLists, lineBreak }: Style,
): string {
  const options: ToStringOptions = {
    indent: step,
    indentSeq: indentsLists,
    // Other texts in blocks depend on the lines around them.
    blockQuote: textsIn(value).every((text) => !/^\s|\s\n$|[ \t]$|\r/.test(text) && !breaks.test(text)) && "literal",
  };
  const word =
    quotes && typeof value === "string" && !/\n/.test(value) && !breaks.test(value) ? quoted(value, quotes) : value;
  const text = isItem ? words([word], options).slice("-".length) : words({ k: word }, options).slice("k:".length);
  return shifted(text, column).replaceAll("\n", lineBreak);
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
    // The schema sees to it that these characters stand in quotes: in double ones, which know escapes.
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

function textsIn(value: Json): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(textsIn);
  }
  return isMap(value) ? Object.values(value).flatMap(textsIn) : typeof value === "string" ? [value] : [];
}
