import type { JsonMap } from "../../../lib/json.ts";
import { upgrade } from "../../../releases/engine/upgrade.ts";
import { yatai } from "../../../releases/yatai/product.ts";

/** Carries Yatai from release to release, and gives what tests look at. */
export function carried(values: JsonMap, { from = "0.4.6", to = "1.0" } = {}) {
  const { plan, steps } = upgrade(yatai, { from, to, values });
  return {
    values: steps.at(-1)?.values ?? values,
    gates: plan.releases.flatMap(({ gates }) => gates.map(({ id }) => id)),
    blockers: plan.releases.flatMap(({ blockers }) => blockers.map(({ id, path }) => named(id, path))),
    notices: plan.releases.flatMap(({ notices }) => notices.map(({ id, path }) => named(id, path))),
    plan,
  };
}

function named(id: string, path: string | undefined): string {
  return path === undefined ? id : `${id}: ${path}`;
}
