import { describe, expect, it } from "vitest";
import { parseStackConfig } from "../../../config/index.ts";
import { ConfigError } from "../../../lib/diagnostics/configError.ts";

type Json = Record<string, unknown>;

const standalone: Json = {
  kind: "standalone",
  namespace: { kind: "existing", name: "mlops" },
  image: { repository: "registry.example.com/h2oai-modelstorage-telemetry", tag: "0.68.1" },
  serverAddress: "events.telemetry.svc:80",
  variables: { serverAddress: "SERVER", logLevel: "LEVEL", connectionString: "DATABASE" },
  database: { kind: "connectionString", host: "postgres", secretName: "storage-database", key: "dsn" },
};

const iam = { kind: "iam", host: "db.example.com", database: "storage", user: "mlops", region: "eu-central-1" };

const chart: Json = {
  kind: "chart",
  image: { repository: "h2oai-modelstorage-telemetry", tag: "0.68.1" },
  serverAddress: "events.telemetry.svc:80",
};

const objectStore: Json = {
  kind: "s3",
  endpoint: "https://minio.example.com:9000",
  buckets: { artifacts: { name: "artifacts" }, backups: { name: "backups" } },
  credentials: { kind: "existing", secretName: "object-store-keys" },
};

const mlops: Json = {
  namespace: { kind: "existing", name: "mlops" },
  chart: { kind: "repository", repository: "https://charts.example.com", name: "mlops", version: "1.1.3" },
  release: "1.1",
  serviceAccounts: { storage: "mlops-storage" },
};

const parse = (telemetry: Json, others: Json = {}) =>
  parseStackConfig({ domain: "example.com", telemetry, ...others }).telemetry;

/** `path: expectation` of every problem. */
function problems(telemetry: Json, others: Json = {}): string[] {
  try {
    parse(telemetry, others);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems.map(({ path, expected }) => `${path}: ${expected}`);
  }
}

describe("the config of telemetry", () => {
  it("fills in the guide's defaults and our own for a Deployment of its own", () => {
    expect(parse(standalone)).toMatchObject({
      replicas: 1,
      nodeSelector: {},
      tolerations: [],
      logLevel: "error",
      schedulerIntervalSeconds: 300,
      serviceAccount: {},
      podSecurityContext: { enabled: true },
      containerSecurityContext: { enabled: true },
      resources: { cpu: "50m", memory: "256Mi" },
      database: { port: 5432 },
    });
  });

  it("fills in the same for the chart, except for values that only the chart knows", () => {
    expect(parse(chart, { mlops, objectStore })).toEqual({
      ...chart,
      replicas: 1,
      nodeSelector: {},
      tolerations: [],
      logLevel: "error",
      schedulerIntervalSeconds: 300,
      serviceAccount: {},
      podSecurityContext: { enabled: true },
      containerSecurityContext: { enabled: true },
    });
  });

  it("accepts login with AWS IAM, also in a namespace that the stack creates", () => {
    expect(parse({ ...standalone, namespace: { name: "mlops" }, database: iam })).toMatchObject({ database: iam });
  });

  it.each([
    ["every taint", { operator: "Exists" }],
    ["a taint for a while", { key: "spot", operator: "Exists", effect: "NoExecute", tolerationSeconds: 60 }],
    ["a taint without a value", { key: "spot" }],
  ])("takes a toleration of %s", (_case, toleration) => {
    expect(problems({ ...standalone, tolerations: [toleration] })).toEqual([]);
  });

  it.each(["localhost/telemetry", "registry:5000/telemetry", "111122223333.dkr.ecr.eu-central-1.amazonaws.com/a/b_c"])(
    "takes a repository with its registry: %s",
    (repository) => {
      expect(problems({ ...standalone, image: { repository, tag: "1" } })).toEqual([]);
    },
  );

  it.each<[string, Json, string]>([
    ["a kind that does not exist", { kind: "cron" }, "telemetry.kind: one of standalone, chart"],
    [
      "a key of the chart beside a Deployment of its own",
      { environment: { key: "env", form: "map" } },
      "telemetry.environment: one of",
    ],
    [
      "a registry that is missing",
      { image: { repository: "a/b", tag: "1" } },
      "telemetry.image.repository: a repository",
    ],
    [
      "a tag in the repository",
      { image: { repository: "registry.example.com/a:1", tag: "1" } },
      "telemetry.image.repository: a repository with its registry",
    ],
    ["a tag that is missing", { image: { repository: "registry.example.com/a" } }, "telemetry.image.tag: a text"],
    ["a server that is missing", { serverAddress: undefined }, "telemetry.serverAddress: a text"],
    ["a server's URL", { serverAddress: "http://events:80" }, "telemetry.serverAddress: host:port"],
    ["a port in hexadecimal", { serverAddress: "events:0x50" }, "telemetry.serverAddress: host:port"],
    ["a port beyond all", { serverAddress: "events:65536" }, "telemetry.serverAddress: host:port"],
    ["an invalid port of the server", { serverPodPort: 0 }, "telemetry.serverPodPort: at least 1"],
    ["no replica", { replicas: 0 }, "telemetry.replicas: at least 1"],
    ["half a second", { schedulerIntervalSeconds: 0.5 }, "telemetry.schedulerIntervalSeconds: a whole number"],
    ["no log level", { logLevel: "" }, "telemetry.logLevel: a text"],
    ["a node's label that is no text", { nodeSelector: { spot: true } }, "telemetry.nodeSelector.spot: a text"],
    [
      "a toleration of a value without a key",
      { tolerations: [{ value: "x" }] },
      "telemetry.tolerations[0]: a key, or the operator Exists",
    ],
    [
      "a toleration of a value that exists",
      { tolerations: [{ key: "a", operator: "Exists", value: "x" }] },
      "telemetry.tolerations[0]: no value beside the operator Exists",
    ],
    [
      "seconds for what ends nothing",
      { tolerations: [{ key: "a", effect: "NoSchedule", tolerationSeconds: 60 }] },
      "telemetry.tolerations[0]: the effect NoExecute beside tolerationSeconds",
    ],
    ["variables that are missing", { variables: undefined }, "telemetry.variables: an object with serverAddress"],
    [
      "a variable that is none",
      { variables: { serverAddress: "SERVER-ADDRESS", logLevel: "B", connectionString: "C" } },
      "telemetry.variables.serverAddress: the name of an environment variable",
    ],
    [
      "one variable for two things",
      { variables: { serverAddress: "A", logLevel: "A", connectionString: "C" } },
      "telemetry.variables: three different names",
    ],
    ["a database that is missing", { database: undefined }, "telemetry.database: an object with kind connectionString"],
    [
      "a Secret without its key",
      { database: { kind: "connectionString", host: "postgres", secretName: "a" } },
      "telemetry.database.key: a text",
    ],
    ["a database's URL", { database: { ...iam, host: "postgres://db" } }, "telemetry.database.host: the name of"],
    [
      "a region that is none",
      { database: { ...iam, region: "Frankfurt" } },
      "telemetry.database.region: an AWS region",
    ],
    ["a role that is no ARN", { database: { ...iam, roleArn: "role" } }, "telemetry.database.roleArn: the ARN of"],
    [
      "a service account that is no name",
      { serviceAccount: { name: "A" } },
      "telemetry.serviceAccount.name: a Kubernetes",
    ],
    ["root", { podSecurityContext: { runAsUser: 0 } }, "telemetry.podSecurityContext.runAsUser: at least 1"],
    [
      "a user in a context that is off",
      { podSecurityContext: { enabled: false, runAsUser: 1000 } },
      "telemetry.podSecurityContext: no other keys where enabled is false",
    ],
    [
      "a root in a context that is off",
      { containerSecurityContext: { enabled: false, readOnlyRootFilesystem: true } },
      "telemetry.containerSecurityContext: no other keys where enabled is false",
    ],
    ["memory without a unit", { resources: { memory: "256" } }, "telemetry.resources.memory: a quantity"],
    [
      "a connection string in a namespace that is made here",
      { namespace: { name: "mlops" } },
      "telemetry.namespace.kind: existing, since telemetry.database names a Secret",
    ],
    [
      "a pull Secret in a namespace that is made here",
      {
        namespace: { name: "mlops" },
        database: iam,
        image: { repository: "registry.example.com/a", tag: "1", pullSecretName: "registry" },
      },
      "telemetry.namespace.kind: existing, since telemetry.image names a Secret",
    ],
    [
      "pods without a context in a namespace that is made here",
      { namespace: { name: "mlops" }, database: iam, podSecurityContext: { enabled: false } },
      "telemetry.podSecurityContext.enabled: true, since",
    ],
    [
      "containers without a context in a namespace that is made here",
      { namespace: { name: "mlops" }, database: iam, containerSecurityContext: { enabled: false } },
      "telemetry.containerSecurityContext.enabled: true, since",
    ],
  ])("refuses %s", (_case, change, problem) => {
    expect(problems({ ...standalone, ...change })).toEqual([expect.stringContaining(problem)]);
  });

  it.each<[string, Json, string]>([
    ["a namespace", { namespace: { name: "mlops" } }, "telemetry.namespace: one of"],
    ["a database", { database: iam }, "telemetry.database: one of"],
    ["a user", { podSecurityContext: { runAsUser: 1000 } }, "telemetry.podSecurityContext.runAsUser: one of"],
    [
      "another interval without a key for it",
      { schedulerIntervalSeconds: 60 },
      "telemetry.environment: the chart's key",
    ],
    [
      "an environment that is neither a list nor a map",
      { environment: { key: "env", form: "text" } },
      "telemetry.environment.form: one of list, map",
    ],
  ])("refuses for the chart %s", (_case, change, problem) => {
    expect(problems({ ...chart, ...change }, { mlops, objectStore })).toEqual([expect.stringContaining(problem)]);
  });

  it("refuses the chart's telemetry without the chart", () => {
    expect(problems(chart)).toEqual([
      expect.stringContaining("telemetry.kind: standalone, since kind chart needs the key mlops"),
    ]);
  });

  it("refuses a service of its own before 0.68, whose storage publishes by a cron job", () => {
    const sections = { mlops: { ...mlops, release: "0.67" }, objectStore };
    expect(problems(standalone, sections)).toEqual([expect.stringContaining("telemetry: no such key before 0.68")]);
    expect(problems(standalone, { mlops: { ...mlops, release: "0.68" }, objectStore })).toEqual([]);
  });

  it("refuses a service of its own beside one that values switch on in the chart", () => {
    const beside = (enabled: boolean) =>
      problems(standalone, { mlops: { ...mlops, values: { telemetry: { enabled } } }, objectStore });
    expect(beside(true)).toEqual([expect.stringContaining("telemetry.kind: chart, or no telemetry.enabled")]);
    expect(beside(false)).toEqual([]);
  });

  it("refuses IAM login before 0.70, with which it came", () => {
    const at = (release: string) =>
      problems({ ...standalone, database: iam }, { mlops: { ...mlops, release }, objectStore });
    expect(at("0.69.1")).toEqual([expect.stringContaining("telemetry.database.kind: connectionString")]);
    expect(at("0.70")).toEqual([]);
  });

  it("reports another service account than the one that gets an identity", () => {
    const serviceAccounts = { storage: "mlops-storage", telemetry: "mlops-telemetry" };
    const sections = { mlops: { ...mlops, serviceAccounts }, objectStore };
    expect(problems({ ...chart, serviceAccount: { name: "other" } }, sections)).toEqual([
      expect.stringContaining("telemetry.serviceAccount.name: mlops-telemetry, which mlops.serviceAccounts.telemetry"),
    ]);
    expect(problems({ ...chart, serviceAccount: { name: "mlops-telemetry" } }, sections)).toEqual([]);
  });

  it.each([
    ["managed", "existing"],
    ["existing", "managed"],
  ])("refuses MLflow's namespace where one is %s and one %s", (kind, mlflowKind) => {
    const mlflow = {
      namespace: { kind: mlflowKind, name: "mlops" },
      credentials: {
        kind: "configured",
        adminPassword: "x".repeat(16),
        flaskSecretKey: "x".repeat(16),
        kekPassphrase: "x".repeat(16),
      },
      exposure: { kind: "ingress", className: "nginx", controllerNamespace: "ingress-nginx", tlsSecretName: "tls" },
      database: { kind: "cluster", credentials: { kind: "configured", password: "x" } },
    };
    const objectStore = {
      kind: "s3",
      endpoint: "https://s3.example.com",
      buckets: { artifacts: { name: "aaa" }, backups: { name: "bbb" } },
      credentials: { kind: "configured", accessKeyId: "x".repeat(16), secretAccessKey: "x".repeat(16) },
    };
    const telemetry = { ...standalone, namespace: { kind, name: "mlops" }, database: iam };
    expect(problems(telemetry, { mlflow, objectStore })).toEqual([
      "telemetry.namespace.name: another namespace than MLflow's, or kind existing for both",
    ]);
    expect(problems({ ...telemetry, namespace: { kind, name: "telemetry" } }, { mlflow, objectStore })).toEqual([]);
  });
});
