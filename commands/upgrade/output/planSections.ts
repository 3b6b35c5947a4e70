/** The sections of a release in a plan, in the order in which users need them. */
import type { PlannedBlocker, PlannedChange, PlannedGate, PlannedRelease } from "../../../releases/engine/plan.ts";
import { type Group, groupChanges, groupRules } from "./itemGroups.ts";

export interface Section {
  title: string;
  urgency: "none" | "task" | "blocked";
  /** Never empty. */
  entries: Entry[];
}

export type Entry =
  | { kind: "change"; change: Group<PlannedChange> }
  /** A stop, a blocker or a notice. */
  | { kind: "rule"; rule: Group<Omit<PlannedBlocker, "id">> }
  | { kind: "gate"; gate: PlannedGate };

export function sectionsOf({ stop, changes, gates, blockers, notices }: PlannedRelease): Section[] {
  const gatesOf = (moment: PlannedGate["when"]) =>
    gates.filter(({ when }) => when === moment).map((gate): Entry => ({ kind: "gate", gate }));
  const rules = (items: readonly Omit<PlannedBlocker, "id">[]) =>
    groupRules(items).map((rule): Entry => ({ kind: "rule", rule }));
  const sections: Section[] = [
    { title: "Required stop", urgency: "task", entries: rules(stop ? [stop] : []) },
    {
      title: "Changes",
      urgency: "none",
      entries: groupChanges(changes).map((change) => ({ kind: "change", change })),
    },
    { title: "Before you deploy it", urgency: "task", entries: gatesOf("before") },
    { title: "Blockers", urgency: "blocked", entries: rules(blockers) },
    { title: "After you deploy it", urgency: "task", entries: gatesOf("after") },
    { title: "Notices", urgency: "none", entries: rules(notices) },
  ];
  return sections.filter(({ entries }) => entries.length > 0);
}
