/** What the gate found, for people and for programs. */
import { stripVTControlCharacters } from "node:util";
import { shortType } from "../../graph/resource.ts";
import { type Destruction, shellQuoted } from "../review/destructions.ts";
import { fateOf, guardsOf, remedyOf } from "../review/riskText.ts";
import { counted } from "../upgrade/output/summary.ts";

export function gateText(found: Destruction[]): string {
  const [open, allowed] = [found.filter(({ isAllowed }) => !isAllowed), found.filter(({ isAllowed }) => isAllowed)];
  const lines = [
    ...(open.length > 0 ? [`${counted(open.length, "stateful resource")} would be deleted or replaced.`] : []),
    ...open.flatMap(entry),
    ...(allowed.length > 0 ? [...(open.length > 0 ? [""] : []), "Allowed by name:", ...allowed.flatMap(entry)] : []),
    ...(found.length === 0 ? ["Nothing stateful would be deleted or replaced."] : []),
  ];
  return `${lines.join("\n")}\n`;
}

export function gateJson(found: Destruction[]): string {
  const stateful = found.map(({ stack, change, allow, isAllowed }) => {
    const { kind, urn, type, name, reasons, lost, protect, retainOnDelete, forgotten } = change;
    const fate = fateOf(change);
    return { stack, kind, urn, type, name, reasons, lost, protect, retainOnDelete, forgotten, fate, allow, isAllowed };
  });
  return `${JSON.stringify({ stateful }, null, 2)}\n`;
}

function entry({ stack, change, allow, isAllowed }: Destruction): string[] {
  const { kind, type, name, urn, reasons } = change;
  const rows: [string, string][] = [
    ["urn", urn],
    ["why", kind === "deleted" ? "it is not in the program any more" : reasons.join(", ") || "the provider says so"],
    ["fate", fateOf(change)],
    ["guard", guardsOf(change)],
    ...(isAllowed
      ? []
      : ([
          ["keep", remedyOf(change)],
          ["allow", `--allow ${shellQuoted(allow)}`],
        ] satisfies [string, string][])),
  ];
  return [
    "",
    `  ${kind} ${shortType(type)} ${name} in ${stack}`,
    ...rows.map(([what, text]) => `    ${what.padEnd(6)}  ${text}`),
  ].map((line) => stripVTControlCharacters(line).replaceAll(/\p{Cc}/gu, " "));
}
