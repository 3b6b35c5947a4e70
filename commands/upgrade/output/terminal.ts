/** The plan for standard output: with colours and the width of a terminal, or as plain text. */
import { styleText } from "node:util";
import type { Report } from "./report.ts";
import { planText } from "./text.ts";

export function forTerminal(report: Report): string {
  const { isTTY, columns } = process.stdout;
  if (!isTTY) {
    return planText(report);
  }
  const width = Math.max(60, Math.min(columns, 100));
  return planText(report, { width, paint: (style, text) => styleText(style, text) });
}
