/** Summary of an upgrade: counts and next steps. */
import { counted } from "../../../lib/counted.ts";
import { blockersOf, type Plan, type PlannedBlocker } from "../../../releases/engine/plan.ts";
import { type Group, groupChanges, groupRules } from "./itemGroups.ts";

export interface Summary {
  /** Such as `6 releases, 23 changes, 2 blockers, 5 gates, 40 notices`, as they are listed. */
  counts: string;
  isBlocked: boolean;
  /** Requested keys of the answers file. */
  questions: string[];
  /** Blockers without an answer, which must be fixed in the values or the deployments. */
  fixes: Group<PlannedBlocker>[];
  /** Ids of the unconfirmed gates. */
  gates: string[];
}

export function summary(plan: Plan): Summary {
  const blockers = blockersOf(plan);
  const gates = plan.releases.flatMap(({ gates }) => gates);
  return {
    counts: [
      counted(plan.releases.length, "release"),
      counted(plan.releases.flatMap(({ changes }) => groupChanges(changes)).length, "change"),
      counted(groupRules(blockers).length, "blocker"),
      counted(gates.length, "gate"),
      counted(plan.releases.flatMap(({ notices }) => groupRules(notices)).length, "notice"),
    ].join(", "),
    isBlocked: blockers.length > 0,
    questions: [...new Set(blockers.flatMap(({ answer }) => answer ?? []))],
    fixes: groupRules(blockers.filter(({ answer }) => answer === undefined)),
    gates: gates.filter(({ confirmed }) => !confirmed).map(({ id }) => id),
  };
}
