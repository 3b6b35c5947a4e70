/** The review of one stack, from its preview and its render. */

import type { Change, ChangeKind, ChangeSet, PolicyFinding } from "../../../graph/changes/change.ts";
import { isDestructive, isLoosened } from "../../../graph/changes/toChange.ts";
import type { Message } from "../../../graph/message.ts";

export interface StackReview {
  stack: string;
  changes: Change[];
  messages: Message[];
  findings: PolicyFinding[];
  failed: boolean;
}

/** One review for each stack, in the order of the sets. The changes are those of its first set: a preview's before a render's. */
export function reviews(sets: readonly ChangeSet[]): StackReview[] {
  const groups = Map.groupBy(sets, ({ stack }) => stack);
  return [...groups].map(([stack, own]) => ({
    stack,
    changes: own[0]?.changes ?? [],
    messages: distinct(
      own.flatMap(({ messages }) => messages),
      ({ severity, message }) => [severity, message],
    ),
    findings: findingsOf(own).sort(byWeight),
    failed: own.some(({ failed }) => failed),
  }));
}

/** The most important changes first. */
export function byImportance(changes: readonly Change[]): Change[] {
  return changes.toSorted((one, other) => weight(one) - weight(other));
}

export function weight(change: Change): number {
  if (isDestructive(change)) {
    return 0;
  }
  return isLoosened(change) ? 2 : { deleted: 1, replaced: 1, changed: 3, added: 4 }[change.kind];
}

export const kinds: readonly ChangeKind[] = ["added", "changed", "replaced", "deleted"];

/** `2 added, 1 deleted`; `nothing changes` where there is nothing. */
export function countsOf(changes: readonly Change[]): string {
  const counts = kinds.map((kind) => [changes.filter((change) => change.kind === kind).length, kind] as const);
  const parts = counts.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`);
  return parts.join(", ") || "nothing changes";
}

/** A preview and a render have the same findings, but only the render's have a fix: those are kept. */
function findingsOf(sets: readonly ChangeSet[]): PolicyFinding[] {
  const all = sets.flatMap(({ findings }) => findings);
  const place = ({ rule, urn }: PolicyFinding) => JSON.stringify([rule, urn]);
  const fixable = new Set(all.filter(({ fix }) => fix !== undefined).map(place));
  const told = all.filter((finding) => finding.fix !== undefined || !fixable.has(place(finding)));
  return distinct(told, ({ rule, urn, message }) => [rule, urn, message]);
}

const severities = ["critical", "high", "medium", "low", undefined];

function byWeight(one: PolicyFinding, other: PolicyFinding): number {
  const key = ({ level, severity, rule, urn }: PolicyFinding) =>
    [level === "mandatory" ? 0 : 1, severities.indexOf(severity), rule, urn] as const;
  const [a, b] = [key(one), key(other)];
  const index = a.findIndex((part, position) => part !== b[position]);
  return index < 0 ? 0 : (a[index] ?? 0) < (b[index] ?? 0) ? -1 : 1;
}

function distinct<Item>(items: readonly Item[], identity: (item: Item) => unknown): Item[] {
  return [
    ...new Map(items.map((item) => [JSON.stringify(identity(item)), item] as const).reverse()).values(),
  ].reverse();
}
