import { describe, expect, it } from "vitest";
import { absent } from "../../config/absence.ts";
import { parseStackConfig } from "../../config/index.ts";
import type { PrintedProblem } from "../../lib/diagnostics/configError.ts";
import { dev, type Json, problems, set } from "../support/stackConfigs.ts";

describe("the config of a stack", () => {
  it("fills in the defaults of keys that the dev stack leaves out", () => {
    const { mlflow, cluster } = parseStackConfig(dev());
    expect(mlflow).toMatchObject({ replicas: 1, workers: 2, tmpSize: "10Gi", garbageCollection: { olderThan: "30d" } });
    expect(cluster).toMatchObject({ platform: "kubernetes", operatorNamespace: "cnpg-system" });
  });

  it("treats the default that Pulumi.yaml gives an absent key as no key", () => {
    const { mlflow, cloud } = parseStackConfig({ domain: "example.com", mlflow: absent, cloud: absent });
    expect(mlflow).toBeUndefined();
    expect(cloud).toBeUndefined();
  });

  it("accepts an empty key that has only settings with defaults", () => {
    const { cluster, policies } = parseStackConfig({ domain: "example.com", cluster: {}, policies: {} });
    expect(cluster.platform).toBe("kubernetes");
    expect(policies.exceptions).toEqual([]);
  });

  it.each(["cloud", "labels", "objectStore", "mlflow", "mlops", "telemetry", "gateway"])(
    "refuses %s without a value, which would take down what it deploys",
    (key) => {
      const empty = (value: unknown) => problems(dev(set(key, value)));
      const fix = `pulumi config rm --path 'mlops-platform:${key}'`;
      expect(empty({})).toMatchObject([{ path: key, found: "an empty object", fix }]);
      expect(empty(null)).toMatchObject([{ path: key, found: "nothing", fix }]);
      expect(empty("")).toMatchObject([{ path: key, found: "nothing", fix }]);
    },
  );

  it.each<[string, (config: Json) => void, Partial<PrintedProblem>]>([
    [
      "a misspelt key",
      set("mlflow.replcas", 2),
      {
        path: "mlflow.replcas",
        expected: "the key replicas",
        found: "an unknown key",
        fix: "pulumi config rm --path 'mlops-platform:mlflow.replcas' && pulumi config set --path 'mlops-platform:mlflow.replicas' <value>",
      },
    ],
    ["an unknown key at the top", set("mlfow", {}), { path: "mlfow", expected: "the key mlflow" }],
    [
      "a key that resembles none",
      set("mlflow.zzz", 1),
      { path: "mlflow.zzz", fix: "pulumi config rm --path 'mlops-platform:mlflow.zzz'" },
    ],
    [
      "a key of another kind",
      set("mlflow.database.secretName", "mlflow-pg-owner"),
      {
        path: "mlflow.database.secretName",
        expected: expect.stringMatching(/^one of the keys kind, instances, (?!.*host)/),
      },
    ],
    [
      "a wrong type",
      set("mlflow.replicas", "two"),
      {
        path: "mlflow.replicas",
        expected: "a number",
        found: '"two"',
        fix: "pulumi config set --path 'mlops-platform:mlflow.replicas' <value>",
      },
    ],
    [
      "a number out of range",
      set("mlflow.replicas", 0),
      { path: "mlflow.replicas", expected: "at least 1", found: "0" },
    ],
    [
      "a missing Secret",
      set("objectStore.credentials", { kind: "existing" }),
      { path: "objectStore.credentials.secretName", found: "nothing" },
    ],
    [
      "a missing choice",
      set("mlflow.database", undefined),
      {
        path: "mlflow.database",
        expected: "an object with kind cluster or external",
        found: "nothing",
        fix: "pulumi config set --path 'mlops-platform:mlflow.database.kind' <cluster|external>",
      },
    ],
    [
      "a text where a choice belongs",
      set("mlflow.database", "cluster"),
      { path: "mlflow.database", expected: "an object with kind cluster or external", found: "a text" },
    ],
    ["a text where a platform belongs", set("mlflow", "yes"), { path: "mlflow", found: "a text" }],
    [
      "a missing object",
      set("mlflow.namespace", undefined),
      {
        path: "mlflow.namespace",
        expected: "an object with name",
        found: "nothing",
        fix: "pulumi config set --path 'mlops-platform:mlflow.namespace.name' <value>",
      },
    ],
    [
      "a missing config secret",
      set("mlflow.database.credentials", { kind: "configured" }),
      {
        path: "mlflow.database.credentials.password",
        found: "nothing",
        fix: "pulumi config set --secret --path 'mlops-platform:mlflow.database.credentials.password'",
      },
    ],
    [
      "a cron field out of range",
      set("mlflow.garbageCollection", { schedule: "99 3 * * *" }),
      { path: "mlflow.garbageCollection.schedule" },
    ],
    [
      "a bad name",
      set("mlflow.namespace", { kind: "existing", name: "My_Namespace" }),
      { path: "mlflow.namespace.name", found: '"My_Namespace"' },
    ],
    [
      "a quantity without a unit",
      set("mlflow.tmpSize", "10"),
      { path: "mlflow.tmpSize", expected: "a quantity such as 20Gi" },
    ],
    [
      "a kind that does not exist",
      set("mlflow.exposure", { kind: "nodePort" }),
      {
        path: "mlflow.exposure.kind",
        expected: "one of gateway, httpRoute, route, ingress, none",
        found: '"nodePort"',
      },
    ],
  ])("refuses %s", (_case, change, problem) => {
    expect(problems(dev(change))).toContainEqual(expect.objectContaining(problem));
  });

  it("names every problem at once", () => {
    const config = dev((values) => {
      set("mlflow.replicas", "two")(values);
      set("domain", "-")(values);
      set("objectStore.endpoint", 7)(values);
    });
    expect(problems(config).map(({ path }) => path)).toEqual(["domain", "objectStore.endpoint", "mlflow.replicas"]);
  });

  it("never shows a secret", () => {
    const credentials = {
      kind: "configured",
      adminPassword: "canary",
      flaskSecretKey: "canary",
      kekPassphrase: { canary: 1 },
    };
    const config = dev(set("mlflow.credentials", credentials));
    expect(() => parseStackConfig(config)).toThrow(/\[secret\]/);
    expect(() => parseStackConfig(config)).not.toThrow(/canary/);
  });
});
