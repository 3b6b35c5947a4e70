/** A change as lines of a diff, for a fenced block: nothing in them is Markdown. */

import type { Change, PathDifference } from "../../../graph/changes/change.ts";
import type { InputValue } from "../../../graph/inputs.ts";
import { shortType } from "../../../graph/resource.ts";
import { formatPath } from "../../../lib/path.ts";
import { clipped, visible } from "./words.ts";

const longestValue = 160;
const mostLines = 24;

/** One line for a deleted or added resource; a heading and the differences for others. */
export function diffLines(change: Change): string[] {
  const { kind, type, name } = change;
  const differences = [...change.differences, ...change.guardDifferences];
  const title = clipped(visible(`${shortType(type)} ${name}`), longestValue);
  switch (kind) {
    case "added":
      return [`+ ${title}`];
    case "deleted":
      return [`- ${title}`];
    default:
      return [`@@ ${kind}: ${title} @@`, ...limited(differences.flatMap(pathLines))];
  }
}

function limited(lines: string[]): string[] {
  const left = lines.length - mostLines;
  return left > 1 ? [...lines.slice(0, mostLines), `# and ${left} more lines`] : lines;
}

function pathLines({ path, before, after, hidden }: PathDifference): string[] {
  if (hidden) {
    return [`! ${clipped(visible(path), longestValue)}`];
  }
  if (typeof before === "string" && typeof after === "string") {
    const [was, is] = focused(before, after);
    return [line("-", path, was), line("+", path, is)];
  }
  return [
    ...leaves(path, before).map(([at, value]) => line("-", at, value)),
    ...leaves(path, after).map(([at, value]) => line("+", at, value)),
  ];
}

function line(sign: string, path: string, value: string): string {
  return `${sign} ${clipped(visible(path), longestValue)}: ${clipped(visible(value), longestValue)}`;
}

/** Scalars within a value, each with its path. */
function leaves(path: string, value: InputValue | undefined): [path: string, value: string][] {
  if (value === undefined) {
    return [];
  }
  const members = typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (members.length === 0) {
    return [[path, typeof value === "string" ? value : JSON.stringify(value)]];
  }
  const isList = Array.isArray(value);
  return members.flatMap(([key, member]) => leaves(path + below(isList ? Number(key) : key), member));
}

/** A path segment as it follows another. */
function below(segment: string | number): string {
  return formatPath(["_", segment]).slice(1);
}

/** Two long texts, cut to begin shortly before their first difference. */
function focused(before: string, after: string): [string, string] {
  let same = 0;
  while (same < before.length && before[same] === after[same]) {
    same++;
  }
  const isLong = Math.max(before.length, after.length) > longestValue && same > 40;
  return isLong ? [`…${before.slice(same - 20)}`, `…${after.slice(same - 20)}`] : [before, after];
}
