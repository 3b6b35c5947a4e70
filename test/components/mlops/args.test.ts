import { describe, expect, it } from "vitest";
import { deployed } from "./deployed.ts";

describe("MlopsRelease refuses", () => {
  it.each<[string, Parameters<typeof deployed>[0], string]>([
    ["a release that it does not know", { release: "2.0" }, "release: expected one of the releases 0.66, 0.67"],
    ["values of one that it does not know", { valuesRelease: "0.1" }, "valuesRelease: expected one of the releases"],
    [
      "to carry values back",
      { release: "0.68", valuesRelease: "0.69" },
      'release: expected 0.69 or later, since the values were written for 0.69, found "0.68"',
    ],
    ["a namespace that is none", { namespace: "My_Namespace" }, "namespace: expected a Kubernetes name"],
    [
      "a default that is not activated",
      { securityOptions: { activated: ["DISABLED"], default: "AUTHORIZATION_PROTOCOL_OIDC" } },
      "securityOptions.default: expected one of the activated security options",
    ],
    [
      "no security option at all",
      { securityOptions: { activated: [], default: "DISABLED" } },
      "securityOptions.activated: expected at least one security option",
    ],
    [
      "an option that the release does not know",
      {
        release: "0.68",
        securityOptions: { activated: ["PASSPHRASE_HASH_TYPE_PBKDF2"], default: "PASSPHRASE_HASH_TYPE_PBKDF2" },
      },
      "securityOptions.activated: expected no PASSPHRASE_HASH_TYPE_PBKDF2",
    ],
    [
      "a retention that is too short",
      { monitoringRetention: "30m" },
      "monitoringRetention: expected INF, or a duration",
    ],
    ["no replica", { maxDeploymentReplicas: 0 }, "maxDeploymentReplicas: expected at least 1"],
    ["an origin that is none", { allowedOrigin: "mlops" }, "allowedOrigin: expected"],
    ["an origin with a path", { allowedOrigin: "https://mlops.example.com/" }, "allowedOrigin: expected an origin"],
    [
      "a path that is none",
      { verticalPodAutoscaler: { valuesPath: "deployer..vpa" } },
      "verticalPodAutoscaler.valuesPath: expected a dotted path",
    ],
    ["a prefix with a slash", { storage: { prefix: "/h2o", migrate: false } }, "storage.prefix: expected a path"],
    ["a service account that is none", { serviceAccounts: { storage: "-" } }, "serviceAccounts.storage: expected"],
    [
      "a gate that nobody knows",
      { answers: { acknowledge: ["gateway-apy"] } },
      "acknowledge[0]: expected one of the gates",
    ],
    [
      "a wiring that its release's values cannot hold",
      { verticalPodAutoscaler: { valuesPath: "maxDeploymentReplicas" } },
      "values: maxDeploymentReplicas: expected",
    ],
  ])("%s", async (_case, wrong, message) => {
    await expect(deployed(wrong)).rejects.toThrow(message);
  });

  it("values of another release, and names valuesRelease", async () => {
    const hint =
      "The values were read with the schema of 0.68. If they were written for another release, set valuesRelease to it.";
    await expect(deployed({ release: "0.68", values: { securityOptions: [1] } })).rejects.toThrow(hint);
    const answers = { acknowledge: ["nothing"] };
    await expect(deployed({ release: "0.68", answers })).rejects.not.toThrow("valuesRelease");
  });
});
