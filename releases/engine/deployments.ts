/** Upgrades the deployments file from release to release, one deployment at a time and in order. */

import type { Json, JsonMap } from "../../lib/json.ts";
import type { Operation } from "../../lib/operations.ts";
import type { Path } from "../../lib/path.ts";
import { type AppliedEdits, applyEdits } from "./applyEdits.ts";
import { type Deployment, deploymentSchema } from "./inventory.ts";
import type { Context } from "./places.ts";
import type { Release } from "./release.ts";

export interface Deployments {
  file: JsonMap;
  /** Every deployment as written in the file, and as parsed for rules. */
  items: Json[];
  running: Deployment[];
  /** Operations on each deployment so far. */
  histories: Operation[][];
}

export interface UpgradedDeployments extends Deployments {
  applied: AppliedEdits[];
  /** With paths from the root of the file. */
  operations: Operation[];
}

export function deploymentsOf(file: JsonMap, running: Deployment[]): Deployments {
  return { file, items: file.deployments as Json[], running, histories: running.map(() => []) };
}

export function upgradeDeployments<Answers>(
  { file, items, running, histories }: Deployments,
  release: Release<Answers>,
  context: Context<Answers>,
): UpgradedDeployments {
  const applied = items.map((item, index) => applyEdits(item, release.deployments, context, histories[index] ?? []));
  const operations = applied.map(({ changes }) => changes.flatMap((change) => change.operations));
  const upgraded = applied.map(({ tree }) => tree);
  return {
    file: { ...file, deployments: upgraded },
    items: upgraded,
    running: upgraded.map((item, index) =>
      item === items[index] ? (running[index] as Deployment) : deploymentSchema.parse(item),
    ),
    histories: histories.map((history, index) => [...history, ...(operations[index] ?? [])]),
    applied,
    operations: operations.flatMap((own, index) => own.map((operation) => within(["deployments", index], operation))),
  };
}

function within(root: Path, operation: Operation): Operation {
  const path = [...root, ...operation.path];
  return operation.op === "move" ? { ...operation, path, to: [...root, ...operation.to] } : { ...operation, path };
}
