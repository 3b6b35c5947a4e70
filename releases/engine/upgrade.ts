/** Upgrades values and deployments from release to release and plans the rest. A pure function: no I/O, no clock. */

import type { JsonMap } from "../../lib/json.ts";
import type { Operation } from "../../lib/operations.ts";
import { accountFor } from "./accounting.ts";
import { applyEdits } from "./applyEdits.ts";
import { type Deployments, upgradeDeployments } from "./deployments.ts";
import type { Context } from "./places.ts";
import type { Plan } from "./plan.ts";
import { type Origin, type PlanItem, Planner } from "./planner.ts";
import type { Product } from "./release.ts";
import { checkedRequest, type UpgradeRequest } from "./request.ts";

/** Values and deployments at one release, and the operations that led there from the release before. */
export interface UpgradeStep {
  release: string;
  values: JsonMap;
  deployments?: JsonMap;
  operations: { values: Operation[]; deployments: Operation[] };
}

export interface Upgrade {
  plan: Plan;
  steps: UpgradeStep[];
  /** Places of the plan's items in the user's files. Items about neither file are absent. */
  origins: Map<PlanItem, Origin>;
}

/**
 * @throws InputError with every problem of the request, and nothing else
 */
export function upgrade<Answers extends object>(product: Product<Answers>, request: UpgradeRequest): Upgrade {
  const { from, to, start, path, answers, ...given } = checkedRequest(product, request);
  const planner = new Planner(product);
  const steps: UpgradeStep[] = [];
  let values = given.values ?? {};
  let deployments: Deployments | undefined = given.deployments;
  let history: Operation[] = [];
  let before = start;
  for (const release of path) {
    const context: Context<Answers> = { values, deployments: deployments?.running, answers, from, to };
    const applied = applyEdits(values, given.values === undefined ? [] : release.edits, context, history);
    const operations = applied.changes.flatMap((change) => change.operations);
    const upgradedDeployments = deployments && upgradeDeployments(deployments, release, context);
    const upgraded = applied.tree as JsonMap;
    planner.add({
      release,
      before,
      context,
      history,
      applied,
      deployments: upgradedDeployments?.applied ?? [],
      leaves: accountFor(values, upgraded, operations),
    });
    steps.push({
      release: release.version,
      values: upgraded,
      ...(upgradedDeployments && { deployments: upgradedDeployments.file }),
      operations: { values: operations, deployments: upgradedDeployments?.operations ?? [] },
    });
    [values, deployments, history, before] = [upgraded, upgradedDeployments, [...history, ...operations], release];
  }
  return { plan: planner.plan(from.release, to.release), steps, origins: planner.origins };
}
