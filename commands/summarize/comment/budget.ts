/** Fits sections into a number of bytes: the most important ones whole, of others as much as there is room for. */

export interface Section {
  /** Lower goes first. */
  rank: number;

  /** How many items there are to show. */
  size: number;

  /** Markdown with so many of the items, that is whole in itself. With none it may be empty. */
  render(items: number): string;
}

export interface Fitted {
  text: string;

  /** How many items are not shown. */
  left: number;
}

/**
 * Each rank gets what the ranks before it leave. Within a rank, every section gets its first item before any gets its
 * third, and so on; and the first section of every stack goes before the second of any: no stack crowds out another. The
 * same sections give the same texts.
 *
 * @param groups sections of a stack each
 * @param room bytes in UTF-8 for all texts; what the sections say with no item at all is not cut any further
 */
export function fitted(groups: readonly (readonly Section[])[], room: number): Fitted[][] {
  const entries = groups.map((sections) => sections.map(entry));
  const turns = entries.flatMap((own) => own.map((each, turn) => ({ each, turn })));
  const inTurn = turns.toSorted((one, other) => one.turn - other.turn).map(({ each }) => each);
  const ranks = [...new Set(inTurn.map(({ section }) => section.rank))].sort((one, other) => one - other);
  let used = inTurn.reduce((sum, { text }) => sum + bytes(text), 0);
  for (const rank of ranks) {
    for (const items of ladder) {
      for (const each of inTurn.filter(({ section, isDone }) => section.rank === rank && !isDone)) {
        used += grow(each, items, room - used);
      }
    }
  }
  return entries;
}

/** More items than the last fit into no comment. */
const ladder = [1, 3, 8, 20, 50, 120, 300, 800, 2000];

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

/** How many bytes it takes to show more items: none where they do not fit. */
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
