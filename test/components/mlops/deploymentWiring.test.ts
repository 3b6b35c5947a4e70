import { describe, expect, it } from "vitest";
import { deployed } from "./deployed.ts";

const origin = "https://mlops.example.com";
const securityOptions = {
  activated: ["DISABLED", "AUTHORIZATION_PROTOCOL_OIDC"],
  default: "AUTHORIZATION_PROTOCOL_OIDC",
};
const retention = "monitor_influxdb_per_project_data_retention_period";

describe("deployments of models", () => {
  it("allow one origin, at the key of the release", async () => {
    expect((await deployed({ release: "0.67", allowedOrigin: origin })).values).toEqual({
      deploymentEnvironment: { corsOrigin: origin },
    });
    expect((await deployed({ release: "0.68", allowedOrigin: origin })).values).toEqual({
      global: { cors: { allowedOrigin: origin } },
    });
  });

  it("have security options by name", async () => {
    expect((await deployed({ securityOptions })).values).toEqual({ securityOptions });
  });

  it("take the user's own security options as a whole, or the platform's", async () => {
    const own = { activated: ["DISABLED"], default: "DISABLED" };
    const { values, warnings } = await deployed({ values: { securityOptions: own }, securityOptions });
    expect(values).toEqual({ securityOptions: own });
    expect(warnings).toEqual([
      "securityOptions in values differs from the platform's own value, and takes precedence.",
    ]);
  });

  it("have a maximum of replicas, which overrides the default of 0.68 and yields to the user's own", async () => {
    const upgraded = { release: "0.68", valuesRelease: "0.67", maxDeploymentReplicas: 9 };
    expect((await deployed(upgraded)).values).toEqual({ maxDeploymentReplicas: 9 });
    const { values, warnings } = await deployed({ ...upgraded, values: { maxDeploymentReplicas: 3 } });
    expect(values).toEqual({ maxDeploymentReplicas: 3 });
    expect(warnings.filter((text) => text.startsWith("maxDeploymentReplicas in values"))).toHaveLength(1);
  });

  it("have a retention of monitoring data", async () => {
    expect((await deployed({ release: "0.67", monitoringRetention: "720h" })).values).toEqual({ [retention]: "720h" });
  });

  it("are scaled by the Vertical Pod Autoscaler where the user names its switch", async () => {
    const { values } = await deployed({ verticalPodAutoscaler: { valuesPath: "deployer.vpa.enabled" } });
    expect(values).toEqual({ deployer: { vpa: { enabled: true } } });
  });

  it("yield to a parent value that is not a map, and name its path", async () => {
    const { values, warnings } = await deployed({
      values: { own: "text" },
      verticalPodAutoscaler: { valuesPath: "own.vpa" },
    });
    expect(values).toEqual({ own: "text" });
    expect(warnings).toEqual(["own in values differs from the platform's own value, and takes precedence."]);
  });

  it("are set below an empty key", async () => {
    const { values, warnings } = await deployed({ values: { global: { cors: null } }, allowedOrigin: origin });
    expect(values).toEqual({ global: { cors: { allowedOrigin: origin } } });
    expect(warnings).toEqual([]);
  });

  it.each([
    [
      "0.66",
      { monitoringRetention: "INF" },
      "monitoringRetention is set automatically as of 0.67. No guide names its value for release 0.66",
    ],
    [
      "0.67",
      { maxDeploymentReplicas: 9 },
      "maxDeploymentReplicas is set automatically as of 0.68. No guide names its value for release 0.67",
    ],
    [
      "0.67",
      { securityOptions },
      "securityOptions is set automatically as of 0.68. No guide names its value for release 0.67",
    ],
    [
      "0.67",
      { verticalPodAutoscaler: { valuesPath: "vpa" } },
      "verticalPodAutoscaler is set automatically as of 0.68.",
    ],
    ["0.67", { telemetry: { serverAddress: "telemetry:80" } }, "telemetry is set automatically as of 0.68."],
  ])("warn of what no guide of %s names a value for: %j", async (release, change, warning) => {
    const { values, warnings } = await deployed({ release, ...change });
    expect(values).toEqual({});
    expect(warnings).toEqual([expect.stringContaining(warning)]);
  });
});

describe("the chart's telemetry", () => {
  it("takes its given values, and the service account", async () => {
    const { values } = await deployed({
      release: "0.68",
      serviceAccounts: { storage: "mlops-storage", telemetry: "hac-mlops-storage-telemetry-service-account" },
      telemetry: {
        enabled: true,
        image: { repository: "h2oai-modelstorage-telemetry", tag: "0.68.0" },
        nodeSelector: { "hac.h2o.ai/provisioner": "karpenter" },
        tolerations: [{ key: "type", operator: "Equal", value: "cpu-consolidation", effect: "NoSchedule" }],
        // As the config has it where nobody names one.
        serviceAccount: { name: undefined },
      },
    });
    expect(values).toEqual({
      telemetry: {
        enabled: true,
        image: { repository: "h2oai-modelstorage-telemetry", tag: "0.68.0" },
        nodeSelector: { "hac.h2o.ai/provisioner": "karpenter" },
        tolerations: [{ key: "type", operator: "Equal", value: "cpu-consolidation", effect: "NoSchedule" }],
        serviceAccount: { name: "hac-mlops-storage-telemetry-service-account" },
      },
    });
  });
});
