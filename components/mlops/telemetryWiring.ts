import type { JsonMap } from "../../releases/engine/json.ts";
import { leavesOf } from "../../releases/engine/json.ts";
import { compareVersions } from "../../releases/engine/versions.ts";
import { nothing, tooEarly, type Wiring } from "./wiring.ts";

/** Source: migration guide, "Deployment of MLOps Telemetry as a long-running microservice". */
export interface ChartTelemetry {
  image?: { repository: string; tag: string };

  /** Where events go, `host:port`. */
  serverAddress: string;

  /** @default 1 */
  replicaCount?: number;
  nodeSelector?: Record<string, string>;
  tolerations?: JsonMap[];

  /** @default "error" */
  logLevel?: string;
}

/** The chart's own telemetry component. */
export function telemetryWiring(
  { telemetry, serviceAccount }: { telemetry: ChartTelemetry | undefined; serviceAccount: string | undefined },
  release: string,
): Wiring {
  if (telemetry === undefined) {
    return nothing;
  }
  if (compareVersions(release, "0.68") < 0) {
    return tooEarly("telemetry", "0.68", release);
  }
  const { image, serverAddress, replicaCount = 1, nodeSelector, tolerations, logLevel = "error" } = telemetry;
  const values: JsonMap = {
    enabled: true,
    ...(image && { image }),
    replicaCount,
    ...(nodeSelector && { nodeSelector }),
    podSecurityContext: { enabled: true },
    containerSecurityContext: { enabled: true },
    ...(serviceAccount && { serviceAccount: { name: serviceAccount } }),
    serverAddress,
    config: { logLevel },
  };
  return {
    ...nothing,
    settings: [
      ...leavesOf({ telemetry: values }),
      ...(tolerations ? [{ path: ["telemetry", "tolerations"], value: tolerations }] : []),
    ],
  };
}
