import { type Edit, move } from "../engine/edits.ts";
import type { Source } from "../engine/source.ts";

/** Moves settings that keep their name. Each cites its line in the values of the new chart. */
export function moveEach(
  from: string,
  to: string,
  { lines, cite, ...why }: { lines: string[]; cite(line: string): Source } & Omit<Parameters<typeof move>[2], "source">,
): Edit[] {
  return lines.map((line) => {
    const [name] = line.split(":");
    return move(`${from}.${name}`, `${to}.${name}`, { ...why, source: cite(line) });
  });
}
