/** Values as reports show them. They come masked. */
import type { Json } from "../../../lib/json.ts";
import type { PlannedChange } from "../../../releases/engine/plan.ts";

const longest = 100;

/** On one line, cut where it gets long. */
function briefly(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** What one edit did to the value: the same in most places, or a few ways. */
export function valueChanges(changes: readonly PlannedChange[]): string[] {
  return [...new Set(changes.map(valueChange).filter((text) => text !== ""))];
}

function valueChange({ op, before, after }: PlannedChange): string {
  const [was, is] = [before, after].map((value) => (value === undefined ? "" : briefly(value)));
  if (op === "remove") {
    return was ? `was ${was}` : "";
  }
  return !was || was === is ? (is ?? "") : `${was} → ${is}`;
}
