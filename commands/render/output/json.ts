/** A render for programs: its files, resources without their inputs, findings, and changes against the base. */
import { jsonText } from "../../../lib/json.ts";
import type { Render } from "../render.ts";
import { baseChanges } from "./baseChanges.ts";

export function renderJson({ stack, out, files, resources, findings, changes }: Render): string {
  const summary = resources.map(({ urn, type, name, protect, retainOnDelete }) => ({
    urn,
    type,
    name,
    protect,
    retainOnDelete,
  }));
  const compared = changes && { changes: baseChanges(changes) };
  return jsonText({ stack, out, files, resources: summary, ...findings, ...compared });
}
