/** The name that somebody who misspelt one probably meant. */
import { distance } from "fastest-levenshtein";

/** The known name that takes the fewest edits, of letters of either case, and how many. Undefined: none is known. */
export function nearest(text: string, known: readonly string[]): { name: string; edits: number } | undefined {
  const candidates = known.map((name) => ({ name, edits: distance(name.toLowerCase(), text.toLowerCase()) }));
  return candidates.toSorted((one, other) => one.edits - other.edits)[0];
}

/** The same where it is near enough to act upon: a third of the name may differ, or two letters of four and more. */
export function likely(text: string, known: readonly string[]): string | undefined {
  const closest = nearest(text, known);
  const { name = "", edits = 1 } = closest ?? {};
  return edits <= Math.min(Math.max(2, name.length / 3), name.length / 2) ? name : undefined;
}
