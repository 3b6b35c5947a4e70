/** The order of texts by their characters' codes, the same on every machine. Negative if `one` comes first. */
export function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
