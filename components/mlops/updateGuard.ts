import type { ResourceHook } from "@pulumi/pulumi";
import type { Json } from "../../lib/json.ts";
import { h2oMlops } from "../../releases/h2o-mlops/product.ts";
import { releaseGuard } from "../releaseGuard/releaseGuard.ts";
import type { MlopsReleaseArgs } from "./args.ts";

/** Guards updates of the Helm release by the deployed values, and by values written for an earlier release. */
export function updateGuard(name: string, args: MlopsReleaseArgs, noticed: Promise<unknown>): ResourceHook {
  const { answers, deployments, values, release, valuesRelease = release } = args;
  return releaseGuard(name, {
    product: h2oMlops,
    configured: { release: valuesRelease, values },
    deployments: deployments && ({ deployments } as Json),
    answers: answers as Json,
    keys: { release: "mlops.release", answers: "mlops.answers" },
    noticed,
  });
}
