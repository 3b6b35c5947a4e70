import { describe, expect, it } from "vitest";
import { at } from "../../support/stack.ts";
import { telemetryArgs } from "../../support/telemetryArgs.ts";
import { containerPath, deployed, podPath } from "./deployed.ts";

describe("the Deployment of the service", () => {
  it("runs one pod at a time, since two would publish the same events", async () => {
    const { one } = await deployed();
    expect(at(one("Deployment"), "spec")).toMatchObject({ replicas: 1, strategy: { type: "Recreate" } });
    expect(at(one("Deployment"), `${containerPath}.image`)).toBe(
      "registry.example.com/h2oai-modelstorage-telemetry:0.68.1",
    );
  });

  it("runs on the nodes that it is given", async () => {
    const nodeSelector = { "hac.h2o.ai/provisioner": "karpenter" };
    const tolerations = [{ key: "type", operator: "Equal", value: "cpu-consolidation", effect: "NoSchedule" }] as const;
    const { one } = await deployed({ nodeSelector, tolerations: [...tolerations] });
    expect(at(one("Deployment"), podPath)).toMatchObject({ nodeSelector, tolerations });
  });

  it("asks for its resources, and is limited in memory alone", async () => {
    const { one } = await deployed({ resources: { cpu: "100m", memory: "512Mi" } });
    expect(at(one("Deployment"), `${containerPath}.resources`)).toEqual({
      requests: { cpu: "100m", memory: "512Mi" },
      limits: { memory: "512Mi" },
    });
  });

  it("pulls its image with the registry's credentials, if given", async () => {
    const image = { ...telemetryArgs.image, pullSecretName: "registry" };
    expect(at((await deployed({ image })).one("Deployment"), `${podPath}.imagePullSecrets`)).toEqual([
      { name: "registry" },
    ]);
    expect(at((await deployed()).one("Deployment"), `${podPath}.imagePullSecrets`)).toBeUndefined();
  });

  it("spreads its pods where there is more than one", async () => {
    const spread = `${podPath}.topologySpreadConstraints`;
    expect(at((await deployed()).one("Deployment"), spread)).toBeUndefined();
    const { one } = await deployed({ replicas: 2 });
    expect(at(one("Deployment"), `${spread}.0`)).toMatchObject({
      topologyKey: "topology.kubernetes.io/zone",
      labelSelector: at(one("Deployment"), "spec.selector"),
    });
  });

  it("mounts no API token", async () => {
    expect(at((await deployed()).one("Deployment"), `${podPath}.automountServiceAccountToken`)).toBe(false);
  });
});

describe("security contexts", () => {
  it("are those of Pod Security `restricted`, with a read-only root", async () => {
    const { one } = await deployed();
    expect(at(one("Deployment"), `${podPath}.securityContext`)).toEqual({
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(at(one("Deployment"), `${containerPath}.securityContext`)).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
  });

  it("leave the user id to OpenShift", async () => {
    const { one } = await deployed({ platform: "openshift" });
    expect(at(one("Deployment"), `${podPath}.securityContext`)).toEqual({
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    });
  });

  it("are overridden where `restricted` leaves a choice", async () => {
    const { one } = await deployed({
      podSecurityContext: { enabled: true, runAsUser: 1000, fsGroup: 2000 },
      containerSecurityContext: { enabled: true, readOnlyRootFilesystem: false },
    });
    expect(at(one("Deployment"), `${podPath}.securityContext`)).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 10001,
      fsGroup: 2000,
    });
    expect(at(one("Deployment"), `${containerPath}.securityContext`)).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: false,
    });
  });

  it("are left out where disabled", async () => {
    const { one } = await deployed({
      podSecurityContext: { enabled: false },
      containerSecurityContext: { enabled: false },
    });
    expect(at(one("Deployment"), `${podPath}.securityContext`)).toBeUndefined();
    expect(at(one("Deployment"), `${containerPath}.securityContext`)).toBeUndefined();
  });
});
