/** The comment on a pull request: what it would change in each stack, within the size that GitHub takes. */
import type { ChangeSet } from "../../../graph/changes/change.ts";
import { counted } from "../../../lib/counted.ts";
import { type DestructiveChange, destructiveChanges } from "../../review/destructiveChanges.ts";
import { bytes, fitted } from "./budget.ts";
import { sectionsOf } from "./sections.ts";
import { countsOf, kinds, reviews, type StackReview } from "./stack.ts";
import { cell, clipped, named, said } from "./words.ts";

/** The first line, which is not seen: a workflow finds the comment by it, and updates it in place. */
export const marker = "<!-- mlops-platform -->";

/**
 * GitHub takes bodies of 65,536 characters; bytes are never fewer. Source: its answer to a longer one, "body is too long
 * (maximum is 65536 characters)".
 */
export const longest = 65_536;

/** Stacks that have a section; of further ones the numbers are told. */
const mostStacks = 60;

/** @param limit bytes that it may take; that a stack is there, and how much of it changes, is said in any case */
export function reviewComment(sets: readonly ChangeSet[], title = "What would change", limit = longest): string {
  const all = reviews(sets);
  const found = Map.groupBy(destructiveChanges(sets), ({ stack }) => stack);
  const shown = mostImportant(all, found);
  const head = [marker, `## ${said(clipped(title, 200))}`, ...overview(shown, found, all.length)].join("\n");
  const headlines = shown.map(headline);
  const sections = shown.map((review) => sectionsOf(review, found.get(review.stack) ?? []));
  const separators = 2 * (sections.flat().length + headlines.length + 2);
  const room = limit - reserved - separators - [head, ...headlines].reduce((sum, text) => sum + bytes(text), 0);
  const parts = fitted(sections, room);
  const bodies = parts.flatMap((own, index) => [headlines[index] ?? "", ...own.map(({ text }) => text)]);
  const left = parts.flat().reduce((sum, part) => sum + part.left, 0);
  const texts = [head, ...bodies, left > 0 ? shortened(left) : ""];
  return `${texts.filter((text) => text !== "").join("\n\n")}\n`;
}

/** Room for what is said of what was left out. */
const reserved = 500;

function shortened(missing: number): string {
  return `*Shortened to what a comment takes: ${counted(missing, "item")} left out, the least important first. All of it is in the previews and renders that this was made from: see the run of the workflow, or \`pulumi preview --diff\`.*`;
}

/** In their own order, but where there are too many: then those where most is at stake. */
function mostImportant(all: StackReview[], found: Map<string, DestructiveChange[]>): StackReview[] {
  const stake = ({ stack, failed, findings, changes }: StackReview) =>
    (found.get(stack)?.length ?? 0) * 1e9 +
    (failed ? 1e8 : 0) +
    findings.length * 1e4 +
    Math.min(changes.length, 1e4 - 1);
  const kept = new Set(all.toSorted((one, other) => stake(other) - stake(one)).slice(0, mostStacks));
  return all.filter((review) => kept.has(review));
}

function overview(shown: StackReview[], found: Map<string, DestructiveChange[]>, total: number): string[] {
  if (total === 0) {
    return ["", "No stack was previewed."];
  }
  if (total === 1) {
    return [];
  }
  const row = ({ stack, changes, findings, failed }: StackReview) => {
    const counts = kinds.map((kind) => changes.filter((change) => change.kind === kind).length);
    const cells = [...counts, found.get(stack)?.length ?? 0, findings.length];
    return `| ${cell(stack)} | ${cells.join(" | ")} | ${failed ? "**failed**" : ""} |`;
  };
  const left = total - shown.length;
  return [
    "",
    "| Stack | Added | Changed | Replaced | Deleted | Stateful at risk | Policy findings | Preview |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...shown.map(row),
    ...(left > 0 ? ["", `*and ${counted(left, "more stack")}, with less at stake*`] : []),
  ];
}

function headline({ stack, changes, failed }: StackReview): string {
  const head = `### ${named(stack, 60)}: ${countsOf(changes)}`;
  return failed ? `${head}\n\n**The preview failed**, so this may not be all that would change.` : head;
}
