import type { Json, JsonMap } from "../../../lib/json.ts";
import { type Upgrade, upgrade } from "../../../releases/engine/upgrade.ts";
import { h2oMlops } from "../../../releases/h2o-mlops/product.ts";

interface Given {
  from: string;
  to: string;
  values?: JsonMap;
  deployments?: JsonMap[];
  answers?: JsonMap;
}

/** Carries H2O MLOps from release to release, and gives what tests look at. */
export function carried({ from, to, values = {}, deployments, answers = {} }: Given) {
  const upgraded = upgrade(h2oMlops, {
    from,
    to,
    values,
    answers,
    ...(deployments && { deployments: { deployments } as Json }),
  });
  const last = upgraded.steps.at(-1);
  return {
    values: last?.values,
    deployments: last?.deployments?.deployments as JsonMap[] | undefined,
    blockers: named(upgraded, "blockers"),
    notices: named(upgraded, "notices"),
    gates: upgraded.plan.releases.flatMap(({ gates }) => gates),
    stops: upgraded.plan.releases.filter(({ stop }) => stop).map(({ version }) => version),
    plan: upgraded.plan,
  };
}

/** `id`, `id: deployment` or `id: path`. */
function named({ plan }: Upgrade, kind: "blockers" | "notices"): string[] {
  return plan.releases.flatMap((release) =>
    release[kind].map(({ id, deployment, path }) => [id, deployment ?? path].filter(Boolean).join(": ")),
  );
}
