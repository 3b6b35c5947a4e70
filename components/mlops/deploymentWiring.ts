import { pathOf } from "../../lib/path.ts";
import { compareVersions } from "../../releases/engine/versions.ts";
import type { MlopsReleaseArgs } from "./args.ts";
import type { Setting } from "./settings.ts";
import { mergedWirings, noWiring, unknownBefore, type Wiring } from "./wiring.ts";

/** Added before the values are upgraded: 0.68 sets a maximum of its own where there is none. */
export function maximumSettings({ maxDeploymentReplicas }: MlopsReleaseArgs, release: string): Setting[] {
  return maxDeploymentReplicas === undefined || compareVersions(release, "0.68") < 0
    ? []
    : [{ path: ["maxDeploymentReplicas"], value: maxDeploymentReplicas }];
}

/** Settings of model deployments: security, origins, scaling and monitoring. */
export function deploymentWiring(args: MlopsReleaseArgs, release: string): Wiring {
  const { allowedOrigin, maxDeploymentReplicas, monitoringRetention, securityOptions, verticalPodAutoscaler } = args;
  const since = (first: string) => compareVersions(release, first) >= 0;
  const setting = (first: string, name: string, path: string, value: Setting["value"] | undefined): Wiring => {
    if (value === undefined) {
      return noWiring;
    }
    return since(first)
      ? { ...noWiring, settings: [{ path: pathOf(path), value }] }
      : unknownBefore(name, first, release);
  };
  const origin = since("0.68") ? "global.cors.allowedOrigin" : "deploymentEnvironment.corsOrigin";
  const retention = "monitor_influxdb_per_project_data_retention_period";
  const { valuesPath = "" } = verticalPodAutoscaler ?? {};
  return mergedWirings(
    setting("0.66", "allowedOrigin", origin, allowedOrigin),
    setting("0.67", "monitoringRetention", retention, monitoringRetention),
    setting("0.68", "maxDeploymentReplicas", "maxDeploymentReplicas", maxDeploymentReplicas),
    setting("0.68", "securityOptions", "securityOptions", securityOptions && { ...securityOptions }),
    setting("0.68", "verticalPodAutoscaler", valuesPath, verticalPodAutoscaler && true),
  );
}
