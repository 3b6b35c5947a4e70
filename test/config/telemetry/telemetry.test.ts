import { describe, expect, it } from "vitest";
import { chart, iam, type Json, mlops, objectStore, parse, problems, standalone } from "./sections.ts";

/** Of both kinds. */
const defaults = {
  replicas: 1,
  nodeSelector: {},
  tolerations: [],
  logLevel: "error",
  schedulerIntervalSeconds: 300,
  serviceAccount: {},
  podSecurityContext: { enabled: true },
  containerSecurityContext: { enabled: true },
};

describe("the config of telemetry", () => {
  it("fills in the guide's defaults and our own for a Deployment of its own", () => {
    expect(parse(standalone)).toMatchObject({
      ...defaults,
      resources: { cpu: "50m", memory: "256Mi" },
      database: { port: 5432 },
    });
  });

  it("fills in the same for the chart, except for values that only the chart knows", () => {
    expect(parse(chart, { mlops, objectStore })).toEqual({
      ...chart,
      ...defaults,
    });
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
});
