import type { JsonMap } from "../../lib/json.ts";
import { applyEdits } from "../engine/applyEdits.ts";
import type { Edit } from "../engine/edits.ts";
import type { Where } from "../engine/notices.ts";
import { helmReleases } from "./bundled.ts";

/** Keys that remain at the root after the edits and belong to no Helm release. */
export function unreadAfter<Answers>(edits: readonly Edit<Answers>[]): Where<Answers> {
  return (context) => {
    const { tree } = applyEdits(context.values, edits, context, []);
    const keys = Object.keys(tree as JsonMap).filter((key) => !helmReleases.includes(key));
    return keys.map((key) => ({ path: [key] }));
  };
}
