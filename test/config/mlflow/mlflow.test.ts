import { describe, expect, it } from "vitest";
import type { PrintedProblem } from "../../../lib/diagnostics/configError.ts";
import { dev, type Json, problems, set } from "../../support/stackConfigs.ts";

describe("the config of MLflow", () => {
  it.each<[string, (config: Json) => void, Partial<PrintedProblem>]>([
    [
      "a limit of connections that is no number",
      set("mlflow.database.parameters", { max_connections: "many" }),
      { found: "many" },
    ],
    [
      "a cron schedule of five fields where six are wanted",
      set("mlflow.database.backups", { schedule: "0 0 * * *" }),
      {
        path: "mlflow.database.backups.schedule",
        expected: "six cron fields, seconds first, such as 0 0 0 * * *",
        found: '"0 0 * * *"',
      },
    ],
    [
      "more workers than the database has connections for",
      set("mlflow.replicas", 10),
      {
        path: "mlflow.database.parameters.max_connections",
        expected: "at least 620 for 10 pods of 2 workers",
        found: "200",
      },
    ],
    ...["v2.10.0-full", "3.8.1", "v4.0.0-full", "2.22"].map(
      (tag): [string, (config: Json) => void, Partial<PrintedProblem>] => [
        `MLflow ${tag}`,
        set("mlflow.image", `registry.example.com/mlflow:${tag}`),
        {
          path: "mlflow.image",
          expected: "an image of MLflow 3.9 or a later 3.x, such as ghcr.io/mlflow/mlflow:v3.17.2-full",
          found: `"registry.example.com/mlflow:${tag}"`,
        },
      ],
    ),
    [
      "MLflow's own image without database drivers",
      set("mlflow.image", "ghcr.io/mlflow/mlflow:v3.17.2"),
      {
        path: "mlflow.image",
        expected: "a -full image: MLflow's others have no database driver and no basic auth",
      },
    ],
    ...["kube-system", "kube-public", "kube-node-lease", "kube-mlops", "default"].map(
      (name): [string, (config: Json) => void, Partial<PrintedProblem>] => [
        `the namespace ${name}`,
        set("mlflow.namespace.name", name),
        { path: "mlflow.namespace.name", expected: expect.stringContaining("a namespace of its own: ") },
      ],
    ),
    ["an image without a tag", set("mlflow.image", "ghcr.io/mlflow/mlflow"), { path: "mlflow.image" }],
    [
      "a Route outside OpenShift",
      set("mlflow.exposure", { kind: "route" }),
      { path: "mlflow.exposure.kind", found: "route" },
    ],
    [
      "the stack's own gateway where there is none",
      set("mlflow.exposure", undefined),
      { path: "mlflow.exposure.kind", found: "gateway" },
    ],
    [
      "existing Secrets in a namespace that is made here",
      set("mlflow.namespace", { kind: "managed", name: "mlflow" }),
      { path: "mlflow.namespace.kind", found: "managed" },
    ],
  ])("refuses %s", (_case, change, problem) => {
    expect(problems(dev(change))).toContainEqual(expect.objectContaining(problem));
  });

  it.each([
    `ghcr.io/mlflow/mlflow@sha256:${"0".repeat(64)}`,
    "ghcr.io/mlflow/mlflow:v3.9.0-full",
    "registry.example.com/mlflow:3.18.0rc1",
    "registry.example.com/mlflow:latest",
    "registry.example.com/mlflow:2026.08.1",
    `ghcr.io/mlflow/mlflow:v3.18.0-full@sha256:${"0".repeat(64)}`,
  ])("takes the image %s", (image) => {
    expect(problems(dev(set("mlflow.image", image)))).toEqual([]);
  });

  it("reports the expectation for each wrong value", () => {
    const [problem] = problems(dev(set("mlflow.namespace", { kind: "managed", name: "mlflow" })));
    expect(problem?.expected).toMatch(/^existing, since .* names a Secret that has to be in the namespace first$/);
  });

  it("refuses MLflow's old default password", () => {
    const credentials = {
      kind: "configured",
      adminPassword: "password1234",
      flaskSecretKey: "x".repeat(16),
      kekPassphrase: "x".repeat(16),
    };
    const [problem] = problems(dev(set("mlflow.credentials", credentials)));
    expect(problem?.expected).toBe("another password than MLflow's old default");
  });
});
