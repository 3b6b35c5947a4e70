/** The name that somebody who misspelt one probably meant. */
import { distance } from "fastest-levenshtein";

/**
 * The known name that takes the fewest edits, of letters of either case; among equals the one that the text begins. A third
 * of it may differ, or two letters of four and more. Undefined: none is as near.
 */
export function nearest(text: string, known: readonly string[]): string | undefined {
  const typed = text.toLowerCase();
  const candidates = known.map((name) => ({
    name,
    edits: distance(name.toLowerCase(), typed),
    isBegun: name.toLowerCase().startsWith(typed),
  }));
  const [closest] = candidates.toSorted(
    (one, other) => one.edits - other.edits || Number(other.isBegun) - Number(one.isBegun),
  );
  return closest !== undefined && closest.edits <= mostEdits(closest.name) ? closest.name : undefined;
}

function mostEdits({ length }: string): number {
  return Math.min(Math.max(2, length / 3), length / 2);
}
