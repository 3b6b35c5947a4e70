/** The plan of an upgrade as a preview shows it: blockers as an error, notices as warnings. */

import { formatNotice } from "../../graph/loggedNotice.ts";
import { UserError } from "../../lib/userError.ts";
import { blockersOf, type Plan, type PlannedBlocker } from "../../releases/engine/plan.ts";

/** An upgrade with blockers. The message lists all of them. */
export class BlockedUpgrade extends UserError {
  override name = "BlockedUpgrade";
  readonly plan: Plan;

  constructor(component: string, plan: Plan) {
    const lines = plan.releases.flatMap(({ version, blockers }) => blockers.map((each) => blockerText(version, each)));
    super(`${component} cannot go from ${plan.from} to ${plan.to}.\n  ${lines.join("\n  ")}`);
    this.plan = plan;
  }
}

export function isBlocked(plan: Plan): boolean {
  return blockersOf(plan).length > 0;
}

/** One log line for each notice, with its source. */
export function noticeLines({ product, releases }: Plan): string[] {
  return releases.flatMap(({ version, notices }) =>
    notices.map(({ source, ...notice }) =>
      formatNotice({ ...notice, product, release: version, message: `${notice.message} ${cited({ source })}` }),
    ),
  );
}

/** The gates on the way that neither `acknowledge` nor an answer confirms. */
export function unconfirmedGates({ releases }: Plan): { release: string; id: string }[] {
  return releases.flatMap(({ version, gates }) =>
    gates.filter(({ confirmed }) => !confirmed).map(({ id }) => ({ release: version, id })),
  );
}

function blockerText(version: string, blocker: PlannedBlocker): string {
  const { id, message, answer } = blocker;
  const fix = answer === undefined ? "" : ` Answer it with answers.${answer}.`;
  return `${version} ${id}${place(blocker)}: ${message}${fix} ${cited(blocker)}`;
}

function place({ path, deployment }: Pick<PlannedBlocker, "path" | "deployment">): string {
  return deployment !== undefined ? ` of ${deployment}` : path === undefined ? "" : ` at ${path}`;
}

function cited({ source: { title, heading } }: Pick<PlannedBlocker, "source">): string {
  return `(${title}, "${heading}")`;
}
