/** Adds and removes entries of flow collections, where commas and line ends belong to two entries. */
import type { Style } from "./style.ts";
import type { Child, Collection, Entry } from "./tree.ts";

/** At the end; on a line of its own where the last entry ends its line. */
export function withFlowEntry(collection: Collection, added: Entry, { step, lineBreak }: Style): Collection {
  const { entries, lead } = collection;
  const last = entries.at(-1);
  if (last === undefined) {
    const gap = /^ +$/.test(lead) ? lead : "";
    return { ...collection, entries: [{ ...added, tail: "", gap }] };
  }
  const comma = hasComma(last.tail) ? "," : "";
  const tail = hasComma(last.tail) ? last.tail : `,${last.tail}`;
  if (!last.tail.endsWith("\n")) {
    const entry = { ...added, tail: comma, gap: last.gap };
    return { ...collection, entries: [...entries.slice(0, -1), edited(last, { tail, gap: " " }), entry] };
  }
  const lineStart = last.gap.lastIndexOf("\n") + 1;
  const [comments, closing] = [last.gap.slice(0, lineStart), last.gap.slice(lineStart)];
  const indentation = indentationOf(collection, entries.length - 1) ?? closing + " ".repeat(step);
  const entry = { ...added, tail: comma + lineBreak, gap: closing };
  const before = edited(last, { tail, gap: comments + indentation });
  return { ...collection, entries: [...entries.slice(0, -1), before, entry] };
}

/** Keeps comments on lines of their own, and the end of a line that has other entries. */
export function withoutFlowEntry({ collection, index, entry }: Child, { lineBreak }: Style): Collection {
  const { entries } = collection;
  const others = entries.toSpliced(index, 1);
  const isLast = index === others.length;
  const beginsLine = indentationOf(collection, index) !== undefined;
  const endsLine = entry.tail.endsWith("\n");
  const before = gapBefore(collection, index);
  let gap = before;
  if (endsLine) {
    gap = (beginsLine ? before.slice(0, before.lastIndexOf("\n") + 1) : "") + entry.gap;
  } else if (isLast) {
    gap = beginsLine ? before : entry.gap;
  }
  const previous = entries[index - 1];
  if (previous === undefined) {
    // A comment of the removed line stays on the line of the bracket.
    return {
      ...collection,
      lead: endsLine && !beginsLine && gap.includes("#") ? lineBreak + gap : gap,
      entries: others,
    };
  }
  const ownTail = endsLine && !beginsLine ? `,${withoutComma(entry.tail)}` : previous.tail;
  const tail = isLast && !hasComma(entry.tail) ? withoutComma(ownTail) : ownTail;
  return { ...collection, entries: others.with(index - 1, edited(previous, { tail, gap })) };
}

export function withoutComma(tail: string): string {
  return tail.replace(/^((?:[^,#]|#[^\n]*\n)*),/, "$1");
}

function hasComma(tail: string): boolean {
  return withoutComma(tail) !== tail;
}

function edited(entry: Entry, change: Partial<Entry>): Entry {
  return { ...entry, ...change, text: undefined };
}

function gapBefore({ lead, entries }: Collection, index: number): string {
  return entries[index - 1]?.gap ?? lead;
}

/** Undefined for an entry that does not begin its line. */
function indentationOf(collection: Collection, index: number): string | undefined {
  const gap = gapBefore(collection, index);
  const isAfterBreak = gap.includes("\n") || collection.entries[index - 1]?.tail.endsWith("\n");
  const last = gap.slice(gap.lastIndexOf("\n") + 1);
  return isAfterBreak && /^[ \t]*$/.test(last) ? last : undefined;
}
