/** `plan.md`: the plan as a document for a pull request. */

import { counted } from "../../../lib/counted.ts";
import { block, code, nested, prose, quote, table } from "../../../lib/markdown.ts";
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
import { type Group, groupChanges, groupRules, ownPath, shortList } from "./itemGroups.ts";
import { type Entry, sectionsOf } from "./planSections.ts";
import type { Report } from "./report.ts";
import { summary } from "./summary.ts";
import { valueChanges } from "./valueChanges.ts";

export function planMarkdown({ product, upgraded: { plan } }: Report): string {
  const lines = [
    `# ${prose(product.title)}: ${plan.from} to ${plan.to}`,
    "",
    ...(plan.releases.length === 0 ? ["Nothing to do."] : overview(product, plan)),
    ...plan.releases.flatMap(releaseSection),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function overview({ answers }: Report["product"], plan: Plan): string[] {
  const { counts, isBlocked, questions, gates } = summary(plan);
  const snippet = answersTemplate(answers, questions, gates);
  return [
    `${isBlocked ? "**Blocked**" : "**Not blocked**"}: ${counts}.`,
    "",
    ...table(["Release", "Changes", "Blockers", "Gates", "Notices"], plan.releases.map(overviewRow)),
    ...(snippet.length > 0
      ? ["", "For the answers file, with the blanks filled in:", "", ...block("yaml", snippet)]
      : []),
  ];
}

function overviewRow({ version, changes, blockers, gates, notices }: PlannedRelease): (string | number)[] {
  const numbers = [groupChanges(changes), groupRules(blockers), gates, groupRules(notices)].map(({ length }) => length);
  return [`[${version}](#${version.replaceAll(".", "")})`, ...numbers];
}

function releaseSection(release: PlannedRelease): string[] {
  return [
    "",
    `## ${release.version}`,
    ...sectionsOf(release).flatMap(({ title, entries }) => [
      "",
      `### ${title}`,
      ...entries.flatMap((entry) => ["", ...entryItem(entry)]),
    ]),
  ];
}

function entryItem(entry: Entry): string[] {
  switch (entry.kind) {
    case "change":
      return changeItem(entry.change);
    case "rule":
      return ruleItem(entry.rule);
    case "gate":
      return gateItem(entry.gate);
  }
}

function changeItem({ first, items, deployments }: Group<PlannedChange>): string[] {
  const { op, path, to, reason, source } = first;
  const target = to === undefined || to === path ? "" : ` to ${code(ownPath(to))}`;
  const values = valueChanges(items);
  return [
    `- **${op}** ${code(ownPath(path))}${target}: ${prose(reason)}`,
    ...nested([
      ...(values.length > 0 ? ["", shortList(values.map(code), 3)] : []),
      ...inDeployments(deployments),
      "",
      ...cited(source),
    ]),
  ];
}

function ruleItem({ first, paths, deployments }: Group<Omit<PlannedBlocker, "id">>): string[] {
  const { message, answer, source } = first;
  return [
    `- ${prose(message)}`,
    ...nested([
      ...(paths.length > 0 ? ["", `At ${shortList(paths.map(code))}.`] : []),
      ...inDeployments(deployments),
      ...(answer ? ["", `Answer it with ${code(answer)} in the answers file.`] : []),
      "",
      ...cited(source),
    ]),
  ];
}

function gateItem({ id, message, run, check, confirmed, source }: PlannedGate): string[] {
  return [
    `- [${confirmed ? "x" : " "}] ${code(id)}: ${prose(message)}`,
    ...nested(["", ...block("sh", commandsOf({ run, check })), "", ...cited(source)]),
  ];
}

function inDeployments(names: string[]): string[] {
  return names.length === 0 ? [] : ["", `In ${counted(names.length, "deployment")}: ${prose(shortList(names))}.`];
}

function cited({ quote: words, title, heading }: Source): string[] {
  return [quote(words), ">", `> — ${prose(title)}, “${prose(heading)}”`];
}
