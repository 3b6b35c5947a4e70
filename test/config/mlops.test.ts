import { describe, expect, it } from "vitest";
import { parseStackConfig } from "../../config/index.ts";
import { dev, type Json, problems } from "../support/stackConfigs.ts";

const mlops = {
  namespace: { kind: "existing", name: "mlops" },
  chart: { kind: "local", path: "charts/mlops" },
  release: "1.1",
  serviceAccounts: { storage: "mlops-storage" },
};
const iam = { kind: "iam", host: "db.example.com", database: "mlops", user: "mlops", resourceId: "db-ABC" };
const aws = {
  cloud: { aws: { region: "eu-central-1", accountId: "111122223333" } },
  cluster: { oidcIssuer: "https://issuer.example.com" },
  objectStore: { kind: "aws", buckets: { artifacts: { name: "aaa" }, backups: { name: "bbb" } } },
};

describe("the config of H2O MLOps", () => {
  it.each<[string, Json, string, string]>([
    ["H2O MLOps without a store, as of 0.68", { objectStore: undefined }, "objectStore", "nothing"],
    [
      "a prefix in a store whose addresses name none",
      { mlops: { ...mlops, storage: { prefix: "h2o" } } },
      "mlops.storage.prefix",
      "h2o",
    ],
    [
      "IAM login outside AWS",
      { mlops: { ...mlops, databases: { storage: iam, valuesPath: { storage: "dsn" } } } },
      "mlops.databases.storage.kind",
      "iam",
    ],
    [
      "IAM login of nobody",
      { mlops: { ...mlops, databases: { telemetry: iam, valuesPath: { telemetry: "dsn" } } }, ...aws },
      "mlops.serviceAccounts.telemetry",
      "nothing",
    ],
    [
      "a database whose place in the values nobody names",
      { mlops: { ...mlops, databases: { storage: iam } }, ...aws },
      "mlops.databases.valuesPath.storage",
      "nothing",
    ],
    [
      "connection strings that write over each other",
      {
        mlops: {
          ...mlops,
          serviceAccounts: { storage: "mlops-storage", telemetry: "mlops-telemetry" },
          databases: {
            storage: iam,
            telemetry: { ...iam, user: "telemetry" },
            valuesPath: { storage: "database.url", telemetry: "database.url" },
          },
        },
        ...aws,
      },
      "mlops.databases.valuesPath.telemetry",
      '"database.url"',
    ],
    [
      "a connection string below another",
      {
        mlops: {
          ...mlops,
          serviceAccounts: { storage: "mlops-storage", telemetry: "mlops-telemetry" },
          databases: {
            storage: iam,
            telemetry: iam,
            valuesPath: { storage: "database.url", telemetry: "database" },
          },
        },
        ...aws,
      },
      "mlops.databases.valuesPath.telemetry",
      '"database"',
    ],
    [
      "a misspelt key of a deployment, which would hide a blocker",
      { mlops: { ...mlops, deployments: [{ name: "churn", runtim: "dai_mojo_runtime" }] } },
      "mlops.deployments[0].runtim",
      "an unknown key",
    ],
    [
      "a misspelt key of a deployment's model",
      { mlops: { ...mlops, deployments: [{ name: "churn", model: { pyton: "3.9" } }] } },
      "mlops.deployments[0].model.pyton",
      "an unknown key",
    ],
    ["an unknown release", { mlops: { ...mlops, release: "2.0" } }, "mlops.release", '"2.0"'],
    [
      "values that would go back",
      { mlops: { ...mlops, valuesRelease: "1.1", release: "1.0" } },
      "mlops.release",
      '"1.0"',
    ],
    [
      "an unknown answer",
      { mlops: { ...mlops, answers: { storageMigratd: true } } },
      "mlops.answers.storageMigratd",
      "an unknown key",
    ],
    [
      "a chart without a version",
      { mlops: { ...mlops, chart: { kind: "repository", repository: "https://charts.example.com", name: "mlops" } } },
      "mlops.chart.version",
      "nothing",
    ],
    [
      "the store's keys in a namespace that is made here",
      { mlops: { ...mlops, namespace: { name: "mlops" } } },
      "mlops.namespace.kind",
      "managed",
    ],
  ])("refuses %s", (_case, changes, path, found) => {
    const config = dev((values) => Object.assign(values, { mlflow: undefined, mlops, ...changes }));
    expect(problems(config)).toMatchObject([{ path, found }]);
  });

  it("is told to remove a prefix where the store's addresses name none", () => {
    const config = dev((values) => Object.assign(values, { mlops: { ...mlops, storage: { prefix: "h2o" } } }));
    expect(problems(config).find(({ path }) => path === "mlops.storage.prefix")?.fix).toBe(
      "pulumi config rm --path 'mlops-platform:mlops.storage.prefix'",
    );
  });

  it("reports a version without quotes, which YAML reads as a number", () => {
    const deployments = [{ name: "churn", model: { python: 3.1 } }];
    const config = dev((values) => Object.assign(values, { mlflow: undefined, mlops: { ...mlops, deployments } }));
    expect(problems(config)).toMatchObject([
      { path: "mlops.deployments[0].model.python", expected: 'a version in quotes, such as "3.10"', found: "3.1" },
    ]);
  });

  it("requires a bucket for H2O MLOps alone beside MLflow, where it takes a whole bucket", () => {
    const buckets = { artifacts: { name: "one" }, backups: { name: "two-buckets" } };
    const gcp = (more: object) =>
      dev((values) =>
        Object.assign(values, {
          mlops,
          cloud: { gcp: { project: "acme-prod" } },
          objectStore: { kind: "gcp", location: "EU", buckets: { ...buckets, ...more } },
        }),
      );
    expect(problems(gcp({}))).toMatchObject([{ path: "objectStore.buckets.models.name", found: "nothing" }]);
    expect(parseStackConfig(gcp({ models: { name: "three" } })).mlops).toBeDefined();
    expect(problems(gcp({ models: { name: "one" } }))).toMatchObject([{ path: "objectStore.buckets.models.name" }]);
  });

  it("accepts H2O MLOps on a volume without a store", () => {
    const config = dev((values) =>
      Object.assign(values, { mlflow: undefined, objectStore: undefined, mlops: { ...mlops, release: "0.67" } }),
    );
    expect(parseStackConfig(config).mlops).toMatchObject({ release: "0.67", storage: { prefix: "", migrate: false } });
  });

  it("shows no secret answer", () => {
    const objectStore = {
      provider: "minio",
      bucket: "b",
      region: "r",
      endpoint: "e",
      accessKeyId: "",
      secretAccessKey: 7,
    };
    const config = dev((values) => Object.assign(values, { mlops: { ...mlops, answers: { objectStore } } }));
    expect(problems(config)).toMatchObject([{ found: "[secret]" }, { found: "[secret]" }]);
  });
});
