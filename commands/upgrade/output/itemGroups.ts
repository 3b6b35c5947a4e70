/** Groups items that differ in their place only, so that five hundred deployments are not five hundred lines. */
import type { PlannedBlocker, PlannedChange } from "../../../releases/engine/plan.ts";

export interface Group<Item> {
  first: Item;
  items: Item[];
  /** Keys of the items. Keys of a deployment are relative to its own root. */
  paths: string[];
  deployments: string[];
}

/** Groups the same edit of the same key. The values may differ. */
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

/** Groups the places of the same rule. */
export function groupRules<Item extends Omit<PlannedBlocker, "id">>(items: readonly Item[]): Group<Item>[] {
  return grouped(items, ({ path, deployment, ...said }) => said);
}

/** Key of a deployment without its index in the list of deployments. */
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
