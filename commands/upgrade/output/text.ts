/** The plan as text for a terminal. */
import { counted } from "../../../lib/counted.ts";
import { wrap } from "../../../lib/wrapText.ts";
import type {
  Plan,
  PlannedBlocker,
  PlannedChange,
  PlannedGate,
  PlannedRelease,
} from "../../../releases/engine/plan.ts";
import type { Source } from "../../../releases/engine/source.ts";
import { answersTemplate } from "./answersTemplate.ts";
import { commandsOf } from "./gateCommands.ts";
import { type Group, ownPath, shortList } from "./itemGroups.ts";
import { type Entry, sectionsOf } from "./planSections.ts";
import type { Report } from "./report.ts";
import { summary } from "./summary.ts";
import { valueChanges } from "./valueChanges.ts";

export type Style = "bold" | "dim" | "red" | "yellow" | "green";

export interface Terminal {
  /** Characters in a line. */
  width: number;
  paint(style: Style, text: string): string;
}

const prompt = "$ ";

const styles = { none: "bold", task: "yellow", blocked: "red" } as const;

const plain: Terminal = { width: 100, paint: (_style, text) => text };

export function planText({ product, upgraded: { plan } }: Report, terminal: Terminal = plain): string {
  const { paint } = terminal;
  const title = `${product.title}, ${plan.from} to ${plan.to}`;
  if (plan.releases.length === 0) {
    return `${title}: nothing to do.\n`;
  }
  const releases = plan.releases.flatMap((release) => ["", ...releaseLines(release, terminal)]);
  return `${[paint("bold", title), ...releases, "", ...closingLines(product, plan, terminal)].join("\n")}\n`;
}

function releaseLines(release: PlannedRelease, terminal: Terminal): string[] {
  const { width, paint } = terminal;
  return [
    paint("bold", `── ${release.version} ${"─".repeat(width - release.version.length - 4)}`),
    ...sectionsOf(release).flatMap(({ title, urgency, entries }) => [
      "",
      paint(styles[urgency], title),
      ...entries.flatMap((entry) => listItem(entryLines(entry, terminal))),
    ]),
  ];
}

function entryLines(entry: Entry, terminal: Terminal): string[] {
  switch (entry.kind) {
    case "change":
      return changeLines(entry.change, terminal);
    case "rule":
      return ruleLines(entry.rule, terminal);
    case "gate":
      return gateLines(entry.gate, terminal);
  }
}

function changeLines({ first, items, deployments }: Group<PlannedChange>, terminal: Terminal): string[] {
  const { op, path, to, reason, source } = first;
  const target = to === undefined || to === path ? "" : ` → ${ownPath(to)}`;
  const details = [shortList(valueChanges(items), 3), reason, ...inDeployments(deployments)];
  return lines(`${op} ${ownPath(path)}${target}`, details, source, terminal);
}

function ruleLines({ first, paths, deployments }: Group<Omit<PlannedBlocker, "id">>, terminal: Terminal): string[] {
  const { message, answer, source } = first;
  const details = [
    ...(paths.length > 0 ? [`at ${shortList(paths)}`] : []),
    ...inDeployments(deployments),
    ...(answer ? [`Answer it with ${answer} in the answers file.`] : []),
  ];
  return lines(message, details, source, terminal);
}

function gateLines({ id, message, run, check, confirmed, source }: PlannedGate, terminal: Terminal): string[] {
  const commands = commandsOf({ run, check }).map((command) => prompt + command);
  return lines(`${confirmed ? "[x]" : "[ ]"} ${id}: ${message}`, commands, source, terminal);
}

function lines(head: string, details: string[], { title, heading }: Source, { width, paint }: Terminal): string[] {
  const room = width - 4;
  return [
    ...wrap(head, room),
    // A command is not wrapped, so that it can be copied.
    ...details.flatMap((detail) => (detail.startsWith(prompt) ? [detail] : wrap(detail, room))),
    ...wrap(`${title}, "${heading}"`, room).map((line) => paint("dim", line)),
  ];
}

function inDeployments(names: string[]): string[] {
  return names.length > 0 ? [`in ${counted(names.length, "deployment")}: ${shortList(names)}`] : [];
}

/** The summary and the next steps. */
function closingLines({ answers }: Report["product"], plan: Plan, { width, paint }: Terminal): string[] {
  const { counts, isBlocked, questions, fixes, gates } = summary(plan);
  const verdict = isBlocked ? paint("red", "Blocked") : paint("green", "Not blocked");
  const steps: [string, string[]][] = [
    ["Fix these, and run the command again:", fixes.flatMap((group) => fixLines(group, width))],
    [
      "Add these to the answers file, and run it again with --answers FILE:",
      indented(answersTemplate(answers, questions, [])),
    ],
    ["Confirm each gate in the answers file once it is true:", indented(answersTemplate(answers, [], gates))],
  ];
  return [
    paint("bold", "─".repeat(width)),
    `${verdict}: ${counts}.`,
    ...steps.flatMap(([title, lines]) => (lines.length > 0 ? ["", title, ...lines] : [])),
  ];
}

function fixLines({ first, deployments }: Group<PlannedBlocker>, width: number): string[] {
  const where = deployments.length > 0 ? ` (${counted(deployments.length, "deployment")})` : "";
  return listItem(wrap(first.message + where, width - 4));
}

function listItem([first, ...others]: string[]): string[] {
  return [`  - ${first}`, ...indented(others)];
}

function indented(lines: string[]): string[] {
  return lines.map((line) => `    ${line}`);
}
