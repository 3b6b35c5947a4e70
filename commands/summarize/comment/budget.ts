/** Fits sections into a number of bytes: the most important ones whole, others as far as there is room. */

export interface Section {
  /** Sections of a lower rank get room first. */
  rank: number;

  /** Number of items. */
  size: number;

  /** Complete Markdown with the first items, so many of them. With none it may be empty. */
  render(items: number): string;
}

export interface Fitted {
  text: string;

  /** Number of items that are not shown. */
  left: number;
}

/**
 * Each rank gets the room that lower ranks leave. Within a rank, sections grow in turns: each gets its first item before
 * any gets its third, and so on. The first sections of all stacks come before any second one, so that no stack crowds out
 * another. The same sections give the same texts.
 *
 * @param groups the sections of each stack
 * @param room bytes in UTF-8 for all texts; sections without items are not shortened further
 */
export function fitted(groups: readonly (readonly Section[])[], room: number): Fitted[][] {
  const entries = groups.map((sections) => sections.map(entry));
  const turns = entries.flatMap((own) => own.map((each, turn) => ({ each, turn })));
  const inTurn = turns.toSorted((one, other) => one.turn - other.turn).map(({ each }) => each);
  const ranks = [...new Set(inTurn.map(({ section }) => section.rank))].sort((one, other) => one - other);
  let used = inTurn.reduce((sum, { text }) => sum + bytes(text), 0);
  for (const rank of ranks) {
    for (const items of sizes) {
      for (const each of inTurn.filter(({ section, isDone }) => section.rank === rank && !isDone)) {
        used += grow(each, items, room - used);
      }
    }
  }
  return entries;
}

/** Numbers of items that sections grow to. More than the last do not fit into a comment. */
const sizes = [1, 3, 8, 20, 50, 120, 300, 800, 2000];

export function bytes(text: string): number {
  return Buffer.byteLength(text);
}

interface Entry extends Fitted {
  section: Section;
  isDone: boolean;
}

function entry(section: Section): Entry {
  return { section, text: section.render(0), left: section.size, isDone: section.size === 0 };
}

/** Shows more items where they fit, and returns the bytes that it takes. */
function grow(each: Entry, items: number, room: number): number {
  const { section } = each;
  const count = Math.min(items, section.size);
  const text = section.render(count);
  const more = bytes(text) - bytes(each.text);
  const fits = more <= room;
  each.isDone = !fits || count === section.size;
  if (fits) {
    each.text = text;
    each.left = section.size - count;
  }
  return fits ? more : 0;
}
