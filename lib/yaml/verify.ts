/** Verifies that an edited text has the intended values. */
import type { Json } from "../json.ts";
import { readBlockEntry } from "./fragment.ts";
import { type Entry, endsInBlockText, endsInKeptLines, jsonOf, textOf } from "./tree.ts";

/** Parses only the edited entries again. In a plain text, each entry has the same meaning when it is parsed alone. */
export function verified(entry: Entry, column: number): Entry {
  if (entry.text !== undefined) {
    return entry;
  }
  if (entry.isUnverified || isTakingLines(entry, column)) {
    return readAgain(entry, column);
  }
  const { value } = entry;
  if (value.kind !== "block") {
    return { ...entry, text: textOf(entry) };
  }
  const entries = value.entries.map((child) => verified(child, value.column));
  const whole = { ...entry, value: { ...value, entries } };
  return { ...whole, text: textOf(whole) };
}

/** The first key whose value or position differs. */
export function firstDifference(one: Json, other: Json): string | undefined {
  const [keys, others] = [Object.entries(one ?? {}), Object.entries(other ?? {})];
  const index = [...keys, ...others].findIndex((_, at) => !isSame(keys[at], others[at]));
  return keys[index]?.[0] ?? others[index]?.[0];
}

/** Also in the order of keys. */
export function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether lines of the gap could be read as part of a text of the form `|` before them. */
function isTakingLines(entry: Entry, column: number): boolean {
  const [, blank = "", comment] = /^((?:[ \t]*\r?\n)*)(?:( *)#)?/.exec(entry.gap) ?? [];
  const isDeep = /[ \t]/.test(blank) || (comment !== undefined && comment.length > column);
  return endsInBlockText(entry) && (isDeep || (blank !== "" && endsInKeptLines(entry)));
}

function readAgain(entry: Entry, column: number): Entry {
  const found = readBlockEntry(textOf(entry), column);
  if (isSame(jsonOf(found.value), jsonOf(entry.value))) {
    return found;
  }
  const lines = endsInKeptLines(entry) ? entry.gap.replace(/^(?:[ \t]*\r?\n)+/, "") : entry.gap;
  const gap = lines.replace(/^[ \t]+(?=#|\r?$)/gm, (indentation) => indentation.slice(0, column));
  return readBlockEntry(textOf({ ...entry, gap }), column);
}
