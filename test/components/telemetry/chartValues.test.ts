import { describe, expect, it } from "vitest";
import { type TelemetryChartArgs, telemetryChartValues } from "../../../components/telemetry/chartValues.ts";

/** The block of the guide, in our words. */
const args: TelemetryChartArgs = {
  image: { repository: "h2oai-modelstorage-telemetry", tag: "0.68.1" },
  replicas: 1,
  nodeSelector: { "hac.h2o.ai/provisioner": "karpenter" },
  tolerations: [{ key: "type", operator: "Equal", value: "cpu-consolidation", effect: "NoSchedule" }],
  podSecurityContext: { enabled: true },
  containerSecurityContext: { enabled: true },
  serviceAccount: { name: "hac-mlops-storage-telemetry-service-account" },
  serverAddress: "hac-telemetry-service.telemetry.svc.cluster.local:80",
  logLevel: "error",
  schedulerIntervalSeconds: 300,
};

describe("values for the chart", () => {
  it("are the block of the guide", () => {
    expect(telemetryChartValues(args)).toEqual({
      enabled: true,
      image: { repository: "h2oai-modelstorage-telemetry", tag: "0.68.1" },
      replicaCount: 1,
      nodeSelector: { "hac.h2o.ai/provisioner": "karpenter" },
      tolerations: [{ key: "type", operator: "Equal", value: "cpu-consolidation", effect: "NoSchedule" }],
      podSecurityContext: { enabled: true },
      containerSecurityContext: { enabled: true },
      serviceAccount: { name: "hac-mlops-storage-telemetry-service-account" },
      serverAddress: "hac-telemetry-service.telemetry.svc.cluster.local:80",
      config: { logLevel: "error" },
    });
  });

  it("take the given settings", () => {
    const off = { podSecurityContext: { enabled: false }, containerSecurityContext: { enabled: false } };
    const values = telemetryChartValues({ ...args, ...off, replicas: 2, logLevel: "debug" });
    expect(values).toMatchObject({ ...off, replicaCount: 2, config: { logLevel: "debug" } });
  });

  it.each([
    ["list", [{ name: "SCHEDULER_INTERVAL_SECONDS", value: "60" }]],
    ["map", { SCHEDULER_INTERVAL_SECONDS: "60" }],
  ] as const)("have the interval in the chart's %s of environment variables", (form, expected) => {
    const values = telemetryChartValues({
      ...args,
      schedulerIntervalSeconds: 60,
      environment: { key: "extraEnv", form },
    });
    expect(values.extraEnv).toEqual(expected);
  });

  it.each<[string, Partial<TelemetryChartArgs>, string]>([
    [
      "another interval, with no place for it",
      { schedulerIntervalSeconds: 60 },
      "environment: expected the chart's key for environment variables, which an interval other than 300 needs, found nothing",
    ],
    [
      "an environment where the guide has something else",
      { environment: { key: "config", form: "map" } },
      'environment.key: expected a key that is not in the guide\'s block of Helm values, found "config"',
    ],
    [
      "an environment below a key that is none",
      { environment: { key: "config.env", form: "map" } },
      "environment.key: expected a key below telemetry",
    ],
    ["a tag that is none", { image: { repository: "telemetry", tag: ":1" } }, "image.tag: expected an image's tag"],
  ])("are refused: %s", (_case, wrong, message) => {
    expect(() => telemetryChartValues({ ...args, ...wrong })).toThrow(message);
  });

  it("leave the arguments as they were", () => {
    const before = structuredClone(args);
    telemetryChartValues(args);
    expect(args).toEqual(before);
  });
});
