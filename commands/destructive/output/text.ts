/** Destructive changes for people: those that are not allowed first. */
import { stripVTControlCharacters } from "node:util";
import { shortType } from "../../../graph/resource.ts";
import { counted } from "../../../lib/counted.ts";
import { singleQuoted } from "../../../lib/shell.ts";
import type { DestructiveChange } from "../../review/destructiveChanges.ts";
import { keepText, protectionText, riskText } from "../../review/riskText.ts";

export function destructiveText(changes: DestructiveChange[]): string {
  const blocked = changes.filter(({ isAllowed }) => !isAllowed);
  const allowed = changes.filter(({ isAllowed }) => isAllowed);
  const lines = [
    ...(blocked.length > 0 ? [`${counted(blocked.length, "stateful resource")} would be deleted or replaced.`] : []),
    ...blocked.flatMap(entry),
    ...(allowed.length > 0 ? [...(blocked.length > 0 ? [""] : []), "Allowed by name:", ...allowed.flatMap(entry)] : []),
    ...(changes.length === 0 ? ["Nothing stateful would be deleted or replaced."] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function entry({ stack, change, allow, isAllowed }: DestructiveChange): string[] {
  const { kind, type, name, urn, reasons } = change;
  const cause =
    kind === "deleted" ? "it is no longer in the program" : reasons.join(", ") || "the provider requires it";
  const rows: [string, string][] = [
    ["urn", urn],
    ["why", cause],
    ["risk", riskText(change)],
    ["guard", protectionText(change)],
  ];
  const fixes: [string, string][] = [
    ["keep", keepText(change)],
    ["allow", `--allow ${singleQuoted(allow)}`],
  ];
  return [
    "",
    `  ${kind} ${shortType(type)} ${name} in ${stack}`,
    ...[...rows, ...(isAllowed ? [] : fixes)].map(([label, text]) => `    ${label.padEnd(6)}  ${text}`),
  ].map((line) => stripVTControlCharacters(line).replaceAll(/\p{Cc}/gu, " "));
}
