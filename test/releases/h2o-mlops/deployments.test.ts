import { describe, expect, it } from "vitest";
import { carried } from "./carried.ts";

type Deployment = Parameters<typeof carried>[0]["deployments"] extends (infer D)[] | undefined ? D : never;

function blockersOf(from: string, to: string, deployment: Deployment, answers = {}): string[] {
  return carried({ from, to, deployments: [{ name: "d", ...deployment }], answers }).blockers;
}

const dai = (version: string) => ({ model: { framework: "driverless-ai", version } });
const mlflow = (python: string) => ({ model: { framework: "mlflow", python } });

describe("runtimes that are gone", () => {
  it.each<[string, string, string, Deployment]>([
    ["0.66", "0.67", "dai-1-10-4-3", dai("1.10.4.3")],
    ["0.66", "0.67", "dai-1-10-4-3", dai("1.9.0")],
    ["0.66", "0.67", "mlflow-before-python-3-8", mlflow("3.7")],
    ["0.67", "0.68", "mlflow-python-3-8", mlflow("3.8")],
    ["0.67", "0.68", "mlflow-python-3-8", { runtime: "python-scorer_mlflow_38" }],
    ["0.67", "0.68", "hydrogen-torch-python-3-8", { model: { framework: "hydrogen-torch", python: "3.8" } }],
    ["0.69", "0.70", "dai-1-10-6-3", dai("1.10.6.3")],
    ["0.69", "0.70", "dai-1-10-6-3", { image: "h2oai/dai:1.10.5.1-cuda11.2.2" }],
    ["0.69", "0.70", "pickle", { runtime: "pickle-3.12.7" }],
    ["1.0", "1.1", "mlflow-python-3-9", mlflow("3.9")],
  ])("%s to %s: %s blocks %j", (from, to, id, deployment) => {
    expect(blockersOf(from, to, deployment)).toEqual([`${id}: d`]);
  });

  it.each<[string, string, Deployment]>([
    ["0.66", "0.67", dai("1.10.5")],
    ["0.66", "0.67", mlflow("3.8")],
    ["0.67", "0.68", mlflow("3.9")],
    ["0.67", "0.68", { runtime: "python-scorer_hydrogen_torch_cuda_38", model: { python: "3.8" } }],
    ["0.69", "0.70", dai("1.10.7")],
    ["1.0", "1.1", mlflow("3.10")],
    ["1.0", "1.1", { runtime: "dai_mojo_runtime" }],
  ])("%s to %s: nothing blocks %j", (from, to, deployment) => {
    expect(blockersOf(from, to, deployment)).toEqual([]);
  });

  it("are notices without an inventory", () => {
    const { blockers, notices } = carried({ from: "0.66", to: "1.1" });
    expect(blockers).toEqual([]);
    expect(notices).toEqual(
      expect.arrayContaining([
        "dai-1-10-4-3",
        "mlflow-before-python-3-8",
        "mlflow-python-3-8",
        "hydrogen-torch-python-3-8",
        "dai-1-10-6-3",
        "pickle",
        "mlflow-python-3-9",
      ]),
    );
  });

  it("have a gate where Hydrogen Torch for Python 3.8 has the name of an extra runtime", () => {
    const deployment = { name: "d", runtime: "python-scorer_hydrogen_torch_38", model: { python: "3.8" } };
    const { gates } = carried({ from: "0.67", to: "0.68", deployments: [deployment] });
    expect(gates.map(({ id }) => id)).toContain("hydrogen-torch-extra-runtime");
  });
});

describe("runtime images", () => {
  const at = (to: string, image: string) => carried({ from: "0.68", to, deployments: [{ name: "d", image }] });

  it.each([
    ["r.example.com:5000/h2oai/rest-scorer:1.5.2", "r.example.com:5000/h2oai/rest-scorer:1.5.3"],
    ["h2oai/rest-scorer:v1.5.2", "h2oai/rest-scorer:v1.5.3"],
    ["h2oai/rest-scorer:1.5.4", "h2oai/rest-scorer:1.5.4"],
  ])("0.69: %s becomes %s", (image, raised) => {
    expect(at("0.69", image).deployments).toEqual([{ name: "d", image: raised }]);
  });

  it("go with the patch release that was asked for", () => {
    expect(at("0.69.1", "rest-scorer:1.5.3").deployments).toEqual([{ name: "d", image: "rest-scorer:1.5.4" }]);
  });

  it.each(["rest-scorer:latest", "rest-scorer", `rest-scorer@sha256:${"0".repeat(64)}`])(
    "%s is left, with a notice",
    (image) => {
      const { deployments, notices } = at("0.69", image);
      expect(deployments).toEqual([{ name: "d", image }]);
      expect(notices).toContain("runtime-image-unknown: d");
    },
  );
});

describe("monitoring", () => {
  const atZero = { monitoring: true, replicas: 0 };
  const running = { monitoring: true, replicas: 2 };

  it("is asked about only where a deployment has it", () => {
    expect(blockersOf("0.70", "1.0", running)).toEqual(["migrate-monitoring"]);
    expect(blockersOf("0.70", "1.0", { replicas: 0 })).toEqual([]);
  });

  it("names deployments without a replica", () => {
    expect(blockersOf("0.70", "1.0", atZero, { migrateMonitoring: true })).toEqual(["monitoring-at-zero-replicas: d"]);
    expect(blockersOf("0.70", "1.0", running, { migrateMonitoring: true })).toEqual([]);
  });

  it("is turned on with its migration, where that is wanted", () => {
    const { values, stops } = carried({ from: "0.70", to: "1.1", answers: { migrateMonitoring: true } });
    expect(values).toEqual({
      global: { components: { influxdb: { enabled: true }, superset: { enabled: true } } },
      mlops: { config: { models: { monitoringEnabled: true, monitoringMigrationEnabled: true } } },
    });
    expect(stops).toEqual(["1.0.0"]);
  });

  it("is left alone where the migration is not wanted", () => {
    const { values, stops, blockers } = carried({
      from: "0.70",
      to: "1.1",
      deployments: [{ name: "d", ...atZero }],
      answers: { migrateMonitoring: false },
    });
    expect({ values, stops, blockers }).toEqual({ values: {}, stops: [], blockers: [] });
  });
});

describe("scorers of 1.1", () => {
  const to11 = (deployment: Deployment) =>
    carried({ from: "1.0", to: "1.1", deployments: [{ name: "d", ...deployment }] });

  it.each([
    ["dai_mojo_runtime", "dai-mojo-scorer"],
    ["mojo_runtime_shapley_original", "dai-mojo-scorer"],
    ["mojo_runtime_shapley_transformed", "dai-mojo-scorer"],
    ["mojo_runtime_shapley_all", "dai-mojo-scorer"],
    ["h2o3_mojo_runtime", "h2o3-mojo-scorer"],
    ["python-scorer_mlflow_310", "python-scorer_mlflow_310"],
  ])("%s becomes %s", (runtime, scorer) => {
    expect(to11({ runtime }).deployments).toEqual([{ name: "d", runtime: scorer }]);
  });

  it("have other environment variables", () => {
    const env = { H2O_SCORER_WORKERS: "4", H2O_SCORER_AUTHORIZATION_HEADER: "Authorization", KEPT: "1" };
    expect(to11({ runtime: "dai_mojo_runtime", env }).deployments).toEqual([
      { name: "d", runtime: "dai-mojo-scorer", env: { H2O_SCORER_FORWARD_HEADERS: "Authorization", KEPT: "1" } },
    ]);
  });

  it("are named in the notices of what is left to set", () => {
    expect(to11({ runtime: "dai_mojo_runtime" }).notices).toEqual(
      expect.arrayContaining(["dai-mojo-settings: d", "dai-mojo-concurrency: d"]),
    );
    expect(to11({ runtime: "h2o3_mojo_runtime" }).notices).toContain("h2o3-mojo-settings: d");
  });

  it.each(["traceparent", "Authorization, X-Request-Id"])("never get the tracing headers of %j", (headers) => {
    expect(to11({ env: { H2O_SCORER_FORWARD_HEADERS: headers } }).notices).toContain("tracing-headers: d");
    expect(to11({ env: { H2O_SCORER_FORWARD_HEADERS: "Authorization" } }).notices).not.toContain("tracing-headers: d");
  });
});

describe("an inventory of another shape", () => {
  it("may have a Python version without quotes, but not one that is misread", () => {
    expect(blockersOf("1.0", "1.1", { model: { framework: "mlflow", python: 3.9 } })).toEqual(["mlflow-python-3-9: d"]);
    expect(() => blockersOf("1.0", "1.1", { model: { framework: "mlflow", python: 3.1 } })).toThrow("in quotes");
  });

  it("is refused with the place that must be fixed", () => {
    expect(() => carried({ from: "1.0", to: "1.1", deployments: [{ name: "d", replicas: "two" }] })).toThrow(
      "deployments: deployments[0].replicas: expected a number, found a text",
    );
  });
});
