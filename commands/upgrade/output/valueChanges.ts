/** Text for the values before and after a change, which are masked already. */
import type { Json } from "../../../lib/json.ts";
import type { PlannedChange } from "../../../releases/engine/plan.ts";

const longest = 100;

/** The value on one line, shortened if it is long. */
function briefly(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** The distinct value changes of the grouped items. */
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
