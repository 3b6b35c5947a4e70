/** The name that somebody who misspelt one probably meant. */
import { distance } from "fastest-levenshtein";

/** The known name that takes the fewest edits, of letters of either case, and how many. Undefined: none is known. */
export function nearest(text: string, known: readonly string[]): { name: string; edits: number } | undefined {
  const candidates = known.map((name) => ({ name, edits: distance(name.toLowerCase(), text.toLowerCase()) }));
  return candidates.toSorted((one, other) => one.edits - other.edits)[0];
}
