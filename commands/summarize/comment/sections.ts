/** The sections of a stack's review. */

import type { Change, PolicyFinding } from "../../../graph/changes/change.ts";
import { isLoosened } from "../../../graph/changes/toChange.ts";
import { parseNotice } from "../../../graph/loggedNotice.ts";
import type { Message } from "../../../graph/message.ts";
import { shortType } from "../../../graph/resource.ts";
import { partsOf } from "../../../graph/urn.ts";
import { counted } from "../../../lib/counted.ts";
import { block } from "../../../lib/markdown.ts";
import { singleQuoted } from "../../../lib/shell.ts";
import type { DestructiveChange } from "../../review/destructiveChanges.ts";
import { keepText, protectionText, riskText } from "../../review/riskText.ts";
import type { Section } from "./budget.ts";
import { componentSections } from "./components.ts";
import { graphSection } from "./graph.ts";
import type { StackReview } from "./stack.ts";
import { clipped, named, said, visible } from "./words.ts";

const longestMessage = 600;

export function sectionsOf(review: StackReview, destructive: DestructiveChange[]): Section[] {
  const { changes, messages, findings } = review;
  const errors = messages.filter(({ severity }) => severity === "error");
  const notices = messages.filter((message) => message.severity !== "error");
  const [upgrade, other] = [notices.filter(isUpgradeNotice), notices.filter((notice) => !isUpgradeNotice(notice))];
  return [
    risks(0, destructive),
    loosened(1, changes.filter(isLoosened)),
    errorSection(1, errors),
    policies(2, findings),
    messageSection(3, "Upgrade notices", upgrade),
    graphSection(5, changes),
    ...componentSections(4, changes),
    messageSection(6, "Other warnings", other),
  ];
}

function risks(rank: number, found: DestructiveChange[]): Section {
  const head = [
    "> [!CAUTION]",
    `> **${counted(found.length, "stateful resource")} would be deleted or replaced.** \`mlops-platform destructive\` fails unless each is allowed by name.`,
    ">",
  ];
  return listSection(rank, found, { head, prefix: "> ", isAlways: true }, ({ change, allow }) => {
    const permit = allow.length <= 300 ? ` Allow it with ${named(`--allow ${singleQuoted(allow)}`, 400)}.` : "";
    return `- **${change.kind}** ${resourceName(change)}. ${said(riskText(change))} It is ${said(protectionText(change))}. ${keepAdvice(change)}${permit}`;
  });
}

/** As `keepText`, with at most five paths, as code. */
function keepAdvice(change: Change): string {
  const { kind, reasons } = change;
  const paths = reasons.slice(0, 5).map((path) => named(path));
  const rest = reasons.length > paths.length ? ` and ${reasons.length - paths.length} more` : "";
  return kind === "replaced" && paths.length > 0
    ? `Put ${paths.join(", ")}${rest} back to keep it.`
    : said(keepText(change));
}

function loosened(rank: number, changes: Change[]): Section {
  const head = ["> [!WARNING]", `> **${counted(changes.length, "stateful resource")} would lose protection.**`, ">"];
  return listSection(rank, changes, { head, prefix: "> ", isAlways: true }, (change) => {
    const guards = change.guardDifferences.map(({ path }) => named(path));
    return `- ${resourceName(change)}: no longer ${guards.join(" nor ")}.`;
  });
}

function errorSection(rank: number, errors: Message[]): Section {
  const texts = errors.map(({ message }) =>
    message
      .split("\n")
      .slice(0, 40)
      .map((line) => clipped(visible(line), longestMessage)),
  );
  return {
    rank,
    size: errors.length,
    render: (items) => {
      const lines = texts.slice(0, items).flatMap((text, index) => (index === 0 ? text : ["", ...text]));
      const title = `**Blocked by ${counted(errors.length, "error")}**`;
      const left = leftOut(errors.length - items);
      return errors.length === 0
        ? ""
        : [title, ...(items > 0 ? ["", ...block("text", lines)] : []), ...(left ? ["", left] : [])].join("\n");
    },
  };
}

function policies(rank: number, findings: PolicyFinding[]): Section {
  const mandatory = findings.filter(({ level }) => level === "mandatory").length;
  const head = [`**Policies: ${counted(findings.length, "finding")}, ${mandatory} mandatory**`, ""];
  return listSection(rank, findings, { head, isAlways: true }, ({ rule, level, severity, urn, message, fix }) => {
    const { type, name } = partsOf(urn) ?? { type: "", name: urn };
    const place = urn === "" ? "" : ` ${named(`${shortType(type)} ${name}`.trim())}`;
    const weight = severity === undefined ? level : `${level}, ${severity}`;
    const text = `- **${weight}** ${named(rule)}${place}: ${said(clipped(message, longestMessage))}`;
    return fix === undefined ? text : `${text} Fix: ${said(clipped(fix, longestMessage))}`;
  });
}

function messageSection(rank: number, title: string, messages: Message[]): Section {
  const head = [`<details><summary>${title} (${messages.length})</summary>`, ""];
  return listSection(
    rank,
    messages,
    { head, foot: ["", "</details>"] },
    ({ message }) => `- ${said(clipped(message, longestMessage))}`,
  );
}

/** A render has its notices as data. A preview has log lines only. */
function isUpgradeNotice({ notice, message }: Message): boolean {
  return notice !== undefined || parseNotice(message) !== undefined;
}

interface Layout {
  head: string[];
  foot?: string[];
  prefix?: string;
  /** Whether the head is shown even where there is no room for any item. */
  isAlways?: boolean;
}

/** A list of items with a head, which counts them, and with the number of items that are left out. */
function listSection<Item>(rank: number, items: Item[], layout: Layout, itemText: (item: Item) => string): Section {
  const { head, foot = [], prefix = "", isAlways = false } = layout;
  const texts = new Map<Item, string>();
  const textOf = (item: Item) => texts.get(item) ?? texts.set(item, itemText(item)).get(item) ?? "";
  return {
    rank,
    size: items.length,
    render: (count) => {
      if (items.length === 0 || (count === 0 && !isAlways)) {
        return "";
      }
      const left = leftOut(items.length - count);
      const lines = [...items.slice(0, count).map(textOf), ...(left ? [`- ${left}`] : [])];
      return [...head, ...lines.map((line) => prefix + line), ...foot].join("\n");
    },
  };
}

function leftOut(count: number): string {
  return count > 0 ? `*and ${count} more*` : "";
}

function resourceName({ type, name, owner }: Change): string {
  const place = owner === null ? "" : ` in ${named(owner.name)}`;
  return named(`${shortType(type)} ${name}`) + place;
}
