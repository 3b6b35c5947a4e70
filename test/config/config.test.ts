import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { absent } from "../../config/absence.ts";
import { parseStackConfig, stackConfig } from "../../config/index.ts";
import type { PrintedProblem } from "../../lib/diagnostics/configError.ts";
import { ConfigError } from "../../lib/diagnostics/configError.ts";
import { root } from "../support/cli.ts";

type Json = Record<string, unknown>;

/** The config of the dev stack, with one part replaced. */
function dev(change: (config: Json) => void = () => undefined): Json {
  const { config } = parse(readFileSync(join(root, "Pulumi.dev.yaml"), "utf8")) as { config: Json };
  const values = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace("mlops-platform:", ""), value]),
  );
  change(values);
  return values;
}

/** Puts a value at a dotted path. */
function set(path: string, value: unknown): (config: Json) => void {
  return (config) => {
    const [key = "", ...rest] = path.split(".");
    if (rest.length === 0) {
      config[key] = value;
    } else {
      config[key] = { ...(config[key] as Json) };
      set(rest.join("."), value)(config[key] as Json);
    }
  };
}

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

function problems(config: Json): PrintedProblem[] {
  try {
    parseStackConfig(config);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return [...(error as ConfigError).printed];
  }
}

describe("the config of a stack", () => {
  it("fills in what the dev stack leaves out", () => {
    const { mlflow, cluster } = parseStackConfig(dev());
    expect(mlflow).toMatchObject({ replicas: 1, workers: 2, tmpSize: "10Gi", garbageCollection: { olderThan: "30d" } });
    expect(cluster).toMatchObject({ platform: "kubernetes", operatorNamespace: "cnpg-system" });
  });

  it("takes what Pulumi.yaml gives a key that is absent for no key", () => {
    const { mlflow, cloud } = parseStackConfig({ domain: "example.com", mlflow: absent, cloud: absent });
    expect(mlflow).toBeUndefined();
    expect(cloud).toBeUndefined();
  });

  it("takes an empty key where it has settings only", () => {
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
      "two clouds",
      set("cloud", { gcp: { project: "example" }, azure: azure() }),
      {
        path: "cloud",
        expected: "at most one cloud",
        found: "gcp and azure",
        fix: "pulumi config rm --path 'mlops-platform:cloud.gcp', or pulumi config rm --path 'mlops-platform:cloud.azure'",
      },
    ],
    [
      "a store of a cloud that is not configured",
      set("objectStore", {
        kind: "gcp",
        location: "EU",
        buckets: { artifacts: { name: "aaa" }, backups: { name: "bbb" } },
      }),
      {
        path: "cloud.gcp",
        found: "nothing",
        fix: "pulumi config set --path 'mlops-platform:cloud.gcp.project' <value>",
      },
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
      "a limit of connections that is no number",
      set("mlflow.database.parameters", { max_connections: "many" }),
      { found: "many" },
    ],
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
      "a cron schedule of five fields where six are wanted",
      set("mlflow.database.backups", { schedule: "0 0 * * *" }),
      {
        path: "mlflow.database.backups.schedule",
        expected: "six cron fields, seconds first, such as 0 0 0 * * *",
        found: '"0 0 * * *"',
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
      "a bucket name with capitals",
      set("objectStore.buckets.backups", { name: "Backups" }),
      { path: "objectStore.buckets.backups.name" },
    ],
    [
      "one bucket for artifacts and backups",
      set("objectStore.buckets.backups", { name: "mlops-dev-artifacts" }),
      { path: "objectStore.buckets.backups.name", expected: "another bucket than that of artifacts" },
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
    [
      "a quantity without a unit",
      set("mlflow.tmpSize", "10"),
      { path: "mlflow.tmpSize", expected: "a quantity such as 20Gi" },
    ],
    ["an endpoint that is no URL", set("objectStore.endpoint", "minio:9000"), { path: "objectStore.endpoint" }],
    [
      "an endpoint with a path and a query",
      set("objectStore.endpoint", "https://minio.example.com/store?x=1"),
      { path: "objectStore.endpoint", found: "a URL with a path and a query" },
    ],
    [
      "an endpoint with a password, which it does not show",
      set("objectStore.endpoint", "https://user:canary@minio.example.com"),
      { path: "objectStore.endpoint", found: "a URL with a user name or password" },
    ],
    [
      "an endpoint with a password that ends it, which it does not show",
      set("objectStore.endpoint", "https://user:canary/canary@minio.example.com"),
      { path: "objectStore.endpoint", found: '"https://[secret]@minio.example.com"' },
    ],
    [
      "an endpoint of another protocol, without the password in it",
      set("objectStore.endpoint", "ftp://user:canary@minio.example.com"),
      { path: "objectStore.endpoint", found: '"ftp://[secret]@minio.example.com"' },
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
    ...["..", "../../x", "/tmp/x", ".", "a/../..", "C:\\x"].map(
      (folder): [string, (config: Json) => void, Partial<PrintedProblem>] => [
        `manifests outside the project, in ${folder}`,
        set("cluster.renderTo", folder),
        { path: "cluster.renderTo", expected: "a folder below the project's, such as manifests" },
      ],
    ),
    ...["config", "./config/manifests", "node_modules", ".git", "rendered/dev"].map(
      (folder): [string, (config: Json) => void, Partial<PrintedProblem>] => [
        `manifests among the project's own files, in ${folder}`,
        set("cluster.renderTo", folder),
        { path: "cluster.renderTo", expected: "a folder for manifests alone, such as manifests" },
      ],
    ),
    ["an image without a tag", set("mlflow.image", "ghcr.io/mlflow/mlflow"), { path: "mlflow.image" }],
    [
      "a kind that does not exist",
      set("mlflow.exposure", { kind: "nodePort" }),
      {
        path: "mlflow.exposure.kind",
        expected: "one of gateway, httpRoute, route, ingress, none",
        found: '"nodePort"',
      },
    ],
    [
      "a cluster to reach and a folder to render to",
      set("cluster.kubeconfig", "kubeconfig"),
      { path: "cluster.renderTo", found: "both" },
    ],
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
      "MLflow without an object store",
      set("objectStore", undefined),
      {
        path: "objectStore",
        found: "nothing",
        fix: "pulumi config set --path 'mlops-platform:objectStore.kind' <aws|gcp|azure|s3>",
      },
    ],
    [
      "existing Secrets in a namespace that is made here",
      set("mlflow.namespace", { kind: "managed", name: "mlflow" }),
      { path: "mlflow.namespace.kind", found: "managed" },
    ],
  ])("refuses %s", (_case, change, problem) => {
    expect(problems(dev(change))).toContainEqual(expect.objectContaining(problem));
  });

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
    ["a release that is none", { mlops: { ...mlops, release: "2.0" } }, "mlops.release", '"2.0"'],
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

  it("says what is expected of a version that lost its quotes", () => {
    const deployments = [{ name: "churn", model: { python: 3.1 } }];
    const config = dev((values) => Object.assign(values, { mlflow: undefined, mlops: { ...mlops, deployments } }));
    expect(problems(config)).toMatchObject([
      { path: "mlops.deployments[0].model.python", expected: 'a version in quotes, such as "3.10"', found: "3.1" },
    ]);
  });

  it("wants a bucket for H2O MLOps alone beside MLflow, where its addresses name no prefix", () => {
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

  it("takes H2O MLOps on a volume without a store", () => {
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

  it.each([
    ["IRSA without an issuer", "irsa", "cluster.oidcIssuer"],
    ["Pod Identity without the cluster's name", "podIdentity", "cluster.name"],
  ])("refuses %s", (_case, identity, path) => {
    const store = { kind: "aws", identity, buckets: { artifacts: { name: "aaa" }, backups: { name: "bbb" } } };
    const config = dev((values) => {
      values.cloud = { aws: { region: "eu-central-1", accountId: "111122223333" } };
      values.objectStore = store;
    });
    expect(problems(config).map((problem) => problem.path)).toEqual([path]);
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

  it.each(["manifests", "out/dev", "./manifests"])("takes %s for a folder of manifests", (folder) => {
    expect(problems(dev(set("cluster.renderTo", folder)))).toEqual([]);
  });

  it("says of what is to be what it is to be", () => {
    const [problem] = problems(dev(set("mlflow.namespace", { kind: "managed", name: "mlflow" })));
    expect(problem?.expected).toMatch(/^existing, since .* names a Secret that has to be in the namespace first$/);
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

describe("Pulumi.yaml", () => {
  const project = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8"));

  it("declares the keys of the schema with their types and descriptions", () => {
    const { properties } = z.toJSONSchema(stackConfig, { io: "input" });
    const expected = Object.entries(properties ?? {}).map(([key, schema]) => [
      key,
      { type: (schema as Json).type ?? "object", description: (schema as Json).description },
    ]);
    const declared = Object.entries(project.config as Record<string, Json>).map(([key, { type, description }]) => [
      key,
      { type, description },
    ]);
    expect(declared).toEqual(expected);
  });

  it("gives every optional key a default that stands for absent: Pulumi refuses a stack that lacks a declared key", () => {
    const optional = Object.entries(stackConfig.shape).filter(([, schema]) => schema.safeParse(undefined).success);
    for (const [key, schema] of optional) {
      expect(project.config[key].default, key).toEqual(schema.safeParse(undefined).data === undefined ? absent : {});
    }
  });
});

describe("the schema", () => {
  it("says of every key what it is", () => {
    const silent = undescribed(z.toJSONSchema(stackConfig, { io: "input", reused: "inline" }) as Json, "");
    expect(silent).toEqual([]);
  });
});

function undescribed(schema: Json, path: string): string[] {
  const variants = [...((schema.oneOf as Json[] | undefined) ?? [])].flatMap((variant) => undescribed(variant, path));
  const members = Object.entries((schema.properties as Record<string, Json> | undefined) ?? {}).flatMap(
    ([key, member]) => [
      ...(member.description === undefined && key !== "kind" ? [`${path}.${key}`] : []),
      ...undescribed(member, `${path}.${key}`),
    ],
  );
  const { additionalProperties: inMap } = schema;
  return [...variants, ...members, ...(typeof inMap === "object" ? undescribed(inMap as Json, `${path}.<name>`) : [])];
}

function azure(): Json {
  const id = "11111111-2222-3333-4444-555555555555";
  return { subscriptionId: id, tenantId: id, resourceGroup: "mlops", location: "westeurope" };
}
