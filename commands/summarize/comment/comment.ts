/** The comment on a pull request: what it would change in each stack, within the size that GitHub takes. */
import type { ChangeSet } from "../../../graph/changes/change.ts";
import { counted } from "../../../lib/counted.ts";
import { table } from "../../../lib/markdown.ts";
import { type DestructiveChange, destructiveChanges } from "../../review/destructiveChanges.ts";
import { bytes, fitted } from "./budget.ts";
import { sectionsOf } from "./sections.ts";
import { countsOf, kinds, reviews, type StackReview } from "./stack.ts";
import { cell, clipped, named, said } from "./words.ts";

/** The first line of the comment, invisible on GitHub. Workflows find the comment by it, to update it in place. */
export const marker = "<!-- mlops-platform -->";

/**
 * GitHub accepts bodies of 65,536 characters, which are at least as many bytes. Source: its answer to a longer one, "body
 * is too long (maximum is 65536 characters)".
 */
export const longest = 65_536;

/** Stacks that get sections; further ones are only counted. */
const mostStacks = 60;

/** @param limit size in bytes; the name and the counts of each stack are shown in any case */
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

/** Bytes for the sentence on what was left out. */
const reserved = 500;

function shortened(missing: number): string {
  return `*Shortened to the size of a comment: ${counted(missing, "item")} left out, the least important first. The workflow run has all of them, and so has \`pulumi preview --diff\`.*`;
}

/** The stacks that get sections, in their given order: those with the greatest risks where there are too many. */
function mostImportant(all: StackReview[], found: Map<string, DestructiveChange[]>): StackReview[] {
  const risk = ({ stack, failed, findings, changes }: StackReview) =>
    (found.get(stack)?.length ?? 0) * 1e9 +
    (failed ? 1e8 : 0) +
    findings.length * 1e4 +
    Math.min(changes.length, 1e4 - 1);
  const kept = new Set(all.toSorted((one, other) => risk(other) - risk(one)).slice(0, mostStacks));
  return all.filter((review) => kept.has(review));
}

const columns = ["Stack", "Added", "Changed", "Replaced", "Deleted", "Stateful at risk", "Policy findings", "Preview"];

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
    return [cell(stack), ...cells, failed ? "**failed**" : ""];
  };
  const left = total - shown.length;
  return [
    "",
    ...table(columns, shown.map(row)),
    ...(left > 0 ? ["", `*and ${counted(left, "more stack")}, at lower risk*`] : []),
  ];
}

function headline({ stack, changes, failed }: StackReview): string {
  const head = `### ${named(stack, 60)}: ${countsOf(changes)}`;
  return failed ? `${head}\n\n**The preview failed**, so it may not show every change.` : head;
}
