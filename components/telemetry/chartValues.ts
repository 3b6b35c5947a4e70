import { chartTelemetry, schedulerInterval } from "../../config/telemetry/telemetry.ts";
import { checkedArgs } from "../checkedArgs.ts";
import type { TelemetrySettings, Toleration } from "./args.ts";

/** The service as H2O MLOps' own chart runs it. The chart configures its database elsewhere. */
export interface TelemetryChartArgs extends TelemetrySettings {
  /** In the form of the chart. */
  image: { repository: string; tag: string };

  /**
   * Key of environment variables below the chart's `telemetry`, which no source names. Required for another interval.
   */
  environment?: { key: string; form: "list" | "map" } | undefined;

  /** @default the chart's */
  serviceAccount: { name?: string | undefined };

  /** Whether the chart sets its own contexts. */
  podSecurityContext: { enabled: boolean };
  containerSecurityContext: { enabled: boolean };
}

/** The guide's block, and at most one key more: the environment. */
export interface TelemetryChartValues {
  enabled: true;
  image: { repository: string; tag: string };
  replicaCount: number;
  nodeSelector: Record<string, string>;
  tolerations: Toleration[];
  podSecurityContext: { enabled: boolean };
  containerSecurityContext: { enabled: boolean };
  serviceAccount: { name?: string | undefined };
  serverAddress: string;
  config: { logLevel: string };
  [environmentKey: string]: unknown;
}

/**
 * Values below the chart's key `telemetry`.
 *
 * Source: H2O MLOps guide, 0.68, "Deployment of MLOps Telemetry as a long-running microservice", whose block is HCL.
 */
export function telemetryChartValues(given: TelemetryChartArgs): TelemetryChartValues {
  const args = checkedArgs("Telemetry in the chart", chartTelemetry, { ...given, kind: "chart" });
  return {
    enabled: true,
    image: args.image,
    replicaCount: args.replicas,
    nodeSelector: args.nodeSelector,
    tolerations: args.tolerations,
    podSecurityContext: args.podSecurityContext,
    containerSecurityContext: args.containerSecurityContext,
    serviceAccount: args.serviceAccount,
    serverAddress: args.serverAddress,
    config: { logLevel: args.logLevel },
    ...environment(args),
  };
}

function environment({ environment: place, schedulerIntervalSeconds }: TelemetryChartArgs): Record<string, unknown> {
  if (place === undefined) {
    return {};
  }
  const [name, value] = [schedulerInterval.variable, String(schedulerIntervalSeconds)];
  return { [place.key]: place.form === "list" ? [{ name, value }] : { [name]: value } };
}
