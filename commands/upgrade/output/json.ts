import { jsonText } from "../../../lib/json.ts";
import type { Report } from "./report.ts";

/** `plan.json`, for programs. Its schema is docs/plan.schema.json. */
export function planJson({ upgraded }: Report): string {
  return jsonText(upgraded.plan);
}
