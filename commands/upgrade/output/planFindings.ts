/** The items of a plan as one list of findings, as SARIF needs them. */
import type { Plan, PlannedBlocker, PlannedChange, PlannedGate, PlannedNotice } from "../../../releases/engine/plan.ts";
import { ownPath } from "./itemGroups.ts";

export interface Finding {
  item: PlannedBlocker | PlannedChange | PlannedGate | PlannedNotice;
  /** Release and rule, such as `0.69.0/storage-on-volume` or `0.69.0/remove/storage.persistence`. */
  rule: string;
  level: "error" | "warning" | "note";
  message: string;
  /** What to do about it. */
  help: string;
}

/** All items except confirmed gates. */
export function findings(plan: Plan): Finding[] {
  return plan.releases.flatMap(({ version, blockers, gates, notices, changes }) => {
    const found = [
      ...blockers.map(blocking),
      ...gates.filter(({ confirmed }) => !confirmed).map(open),
      ...notices.map(worthKnowing),
      ...changes.map(changed),
    ];
    return found.map((finding) => ({ ...finding, rule: `${version}/${finding.rule}` }));
  });
}

function blocking(item: PlannedBlocker): Finding {
  const help = item.answer ? `Answer it with ${item.answer} in the answers file.` : "Fix it before the upgrade.";
  return { item, rule: item.id, level: "error", message: item.message, help };
}

function open(item: PlannedGate): Finding {
  const help = `Must hold ${item.when} the release is deployed. Check it with: ${item.check}`;
  return { item, rule: item.id, level: "warning", message: item.message, help };
}

function worthKnowing(item: PlannedNotice): Finding {
  return { item, rule: item.id, level: "note", message: item.message, help: "See the source." };
}

function changed(item: PlannedChange): Finding {
  const { op, path, to, reason } = item;
  const place = ownPath(path).replaceAll(/\[\d+\]/g, "");
  const target = to === undefined || to === path ? "" : ` to ${ownPath(to)}`;
  const message = `${op} ${ownPath(path)}${target}: ${reason}`;
  return { item, rule: `${op}/${place}`, level: "note", message, help: "The upgrade makes this change." };
}
