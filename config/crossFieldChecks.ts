/** Cross-field checks: keys that need one another, or exclude one another. The checks of a key are in its folder. */
import { type CrossFieldProblem, superfluousKey } from "./crossFieldProblem.ts";
import { gatewayProblems } from "./gateway/crossFieldChecks.ts";
import { originProblems } from "./gateway/origin.ts";
import { mlflowProblems } from "./mlflow/crossFieldChecks.ts";
import { mlopsProblems } from "./mlops/crossFieldChecks.ts";
import { objectStoreProblems } from "./objectStore/crossFieldChecks.ts";
import { serverProblems } from "./objectStore/serverChecks.ts";
import type { Sections } from "./sections.ts";
import { telemetryProblems } from "./telemetry/crossFieldChecks.ts";

export function crossFieldProblems(config: Sections): CrossFieldProblem[] {
  return [
    ...objectStoreProblems(config),
    ...clusterProblems(config),
    ...mlflowProblems(config),
    ...mlopsProblems(config),
    ...serverProblems(config),
    ...telemetryProblems(config),
    ...gatewayProblems(config),
    ...originProblems(config),
  ];
}

function clusterProblems({ cluster }: Sections): CrossFieldProblem[] {
  const isBoth = cluster.renderTo !== undefined && cluster.kubeconfig !== undefined;
  const message = "renderTo or kubeconfig, not both: a stack that writes manifests uses no cluster";
  return isBoth ? [superfluousKey("cluster.renderTo", message, "both", "cluster.kubeconfig")] : [];
}
