import type { ResourceHook } from "@pulumi/pulumi";
import { project } from "../../lib/configCommands.ts";
import type { Json } from "../../lib/json.ts";
import { h2oMlops } from "../../releases/h2o-mlops/product.ts";
import { releaseGuard } from "../releaseGuard/releaseGuard.ts";
import type { MlopsReleaseArgs } from "./args.ts";

/** Guards updates of the Helm release, judged by what is deployed, and by values that were written for an earlier one. */
export function updateGuard(name: string, args: MlopsReleaseArgs, noticed: Promise<unknown>): ResourceHook {
  const { answers, deployments, values, release, valuesRelease = release } = args;
  return releaseGuard(name, {
    product: h2oMlops,
    configured: { release: valuesRelease, values },
    deployments: deployments && ({ deployments } as Json),
    answers: answers as Json,
    keys: { release: `${project}:mlops.release`, answers: `${project}:mlops.answers` },
    noticed,
  });
}
