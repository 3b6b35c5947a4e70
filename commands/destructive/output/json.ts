/** Destructive changes for programs. */
import { jsonText } from "../../../lib/json.ts";
import type { DestructiveChange } from "../../review/destructiveChanges.ts";
import { riskText } from "../../review/riskText.ts";

export function destructiveJson(changes: DestructiveChange[]): string {
  const stateful = changes.map(({ stack, change, allow, isAllowed }) => {
    const { kind, urn, type, name, reasons, lost, protect, retainOnDelete, forgotten } = change;
    const risk = riskText(change);
    return { stack, kind, urn, type, name, reasons, lost, protect, retainOnDelete, forgotten, risk, allow, isAllowed };
  });
  return jsonText({ stateful });
}
