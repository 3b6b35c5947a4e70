/** Items that say the same of many places, as one: five hundred deployments must not be five hundred lines. */
import type { PlannedBlocker, PlannedChange } from "../../../releases/engine/plan.ts";

export interface Group<Item> {
  first: Item;
  items: Item[];
  /** Keys that it is about. In a deployment, as seen from its own root. */
  paths: string[];
  deployments: string[];
}

/** The same edit of the same key. What it was and became may differ. */
export function groupChanges(changes: readonly PlannedChange[]): Group<PlannedChange>[] {
  return grouped(changes, ({ op, path, to, deployment, reason, source }) => [
    deployment !== undefined,
    op,
    ownPath(path),
    to && ownPath(to),
    reason,
    source,
  ]);
}

/** The same rule, wherever it applies. */
export function groupRules<Item extends Omit<PlannedBlocker, "id">>(items: readonly Item[]): Group<Item>[] {
  return grouped(items, ({ path, deployment, ...said }) => said);
}

/** A deployment's key without its place in the list of deployments. */
export function ownPath(path: string): string {
  return path.replace(/^deployments\[\d+\]\.?/, "");
}

/** `churn, fraud and 498 more`. */
export function shortList(names: readonly string[], limit = 6): string {
  const shown = names.length > limit ? names.slice(0, limit - 1) : names;
  const list = shown.map((name) => name.replaceAll(/\p{Cc}/gu, " ")).join(", ");
  return shown.length < names.length ? `${list} and ${names.length - shown.length} more` : list;
}

function grouped<Item extends { path?: string | undefined; deployment?: string | undefined }>(
  items: readonly Item[],
  sameness: (item: Item) => unknown,
): Group<Item>[] {
  const groups = Map.groupBy(items, (item) => JSON.stringify(sameness(item)));
  return [...groups.values()].map((same) => ({
    first: same[0] as Item,
    items: same,
    paths: distinct(same.map(({ path }) => path && ownPath(path))),
    deployments: distinct(same.map(({ deployment }) => deployment)),
  }));
}

function distinct(texts: (string | undefined)[]): string[] {
  return [...new Set(texts.filter((text) => text !== undefined && text !== ""))] as string[];
}
