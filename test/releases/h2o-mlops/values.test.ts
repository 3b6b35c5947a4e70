import { describe, expect, it } from "vitest";
import { InputError } from "../../../lib/diagnostics/inputError.ts";
import type { Json, JsonMap } from "../../../lib/json.ts";
import { carried } from "./carried.ts";

describe("0.66.1 to 0.67", () => {
  it("changes no values", () => {
    const values = { securityOptions: [1], tls: true, anything: { else: 1 } };
    expect(carried({ from: "0.66.1", to: "0.67", values }).values).toEqual(values);
  });

  it.each(["30m", "59m59s", "0h", "forever", "1 h"])("refuses a retention of %s", (period) => {
    const values = { monitor_influxdb_per_project_data_retention_period: period };
    expect(carried({ from: "0.66", to: "0.67", values }).blockers).toEqual([
      "retention-too-short: monitor_influxdb_per_project_data_retention_period",
    ]);
  });

  it.each(["1h", "60m", "720h", "30d", "INF"])("takes a retention of %s", (period) => {
    const name = "MONITOR_INFLUXDB_PER_PROJECT_DATA_RETENTION_PERIOD";
    const values = { deployer: { env: { [name]: period }, extraEnv: [{ name, value: period }] } };
    expect(carried({ from: "0.66", to: "0.67", values }).blockers).toEqual([]);
  });
});

describe("0.67 to 0.68", () => {
  it("moves the allowed origin, and drops the map that this empties", () => {
    const { values } = carried({ from: "0.67", to: "0.68", values: { deploymentEnvironment: { corsOrigin: "*" } } });
    expect(values).toEqual({ global: { cors: { allowedOrigin: "*" } }, maxDeploymentReplicas: 5 });
  });

  it("asks which origin holds where both are set and differ", () => {
    const values = { deploymentEnvironment: { corsOrigin: "a" }, global: { cors: { allowedOrigin: "b" } } };
    const after = carried({ from: "0.67", to: "0.68", values });
    expect(after.blockers).toEqual(["conflict: deploymentEnvironment.corsOrigin"]);
    expect(after.values).toMatchObject(values);
  });

  it("takes ENABLE_USER_EXTERNALID_UPDATE out of storage, as a list item and as a key of env", () => {
    const name = "ENABLE_USER_EXTERNALID_UPDATE";
    const values = {
      storage: {
        extraEnv: [
          { name: "KEPT", value: "1" },
          { name, value: "x" },
        ],
        job: { env: { [name]: "x", KEPT: "1" } },
      },
      deployer: { env: { [name]: "not storage's" } },
    };
    const after = carried({ from: "0.67", to: "0.68", values }).values;
    expect(after?.storage).toEqual({ extraEnv: [{ name: "KEPT", value: "1" }], job: { env: { KEPT: "1" } } });
    expect(after?.deployer).toEqual(values.deployer);
  });

  it("leaves the user's maximum of replicas", () => {
    const { values } = carried({ from: "0.67", to: "0.68", values: { maxDeploymentReplicas: 12 } });
    expect(values).toEqual({ maxDeploymentReplicas: 12 });
  });
});

describe("0.69 to 0.70", () => {
  const tls = {
    tls: { enabled: true },
    storage: { tls: true },
    deployer: { tls: { cert: "c" }, telemetry: { auth: { tlsEnabled: true, kept: 1 } } },
    ingest: { tls: { enabled: true } },
    apiGateway: { tls: true },
    monitoringAppBackend: { tls: true },
    telemetry: { serverSecurityEnabled: true },
  };
  const service = { issuerURL: "https://kubernetes.default.svc", validateIssuer: false, useKubernetesHTTPClient: true };

  it("removes the eight TLS keys and adds service authentication", () => {
    const { values, blockers } = carried({ from: "0.69", to: "0.70", values: tls, answers: { mtls: "none" } });
    expect(values).toEqual({ deployer: { telemetry: { auth: { kept: 1 } } }, storage: { auth: { service } } });
    expect(blockers).toEqual([]);
  });

  it("asks for each key in use who does mTLS from now on", () => {
    const { plan } = carried({ from: "0.69", to: "0.70", values: tls });
    const blockers = plan.releases[0]?.blockers ?? [];
    expect(blockers).toHaveLength(8);
    expect(blockers.every(({ id, answer }) => id === "mtls" && answer === "mtls")).toBe(true);
  });

  it("asks nothing where TLS is off", () => {
    const values = { tls: {}, storage: { tls: false }, telemetry: { serverSecurityEnabled: false } };
    expect(carried({ from: "0.69", to: "0.70", values }).blockers).toEqual([]);
  });

  it("has a gate where a mesh takes over", () => {
    const { gates } = carried({ from: "0.69", to: "0.70", values: tls, answers: { mtls: "mesh" } });
    expect(gates.map(({ id }) => id)).toEqual(["service-mesh"]);
  });

  it("keeps the user's issuer", () => {
    const values = { storage: { auth: { service: { issuerURL: "https://issuer.example.com" } } } };
    expect(carried({ from: "0.69", to: "0.70", values }).values).toEqual({
      storage: { auth: { service: { ...service, issuerURL: "https://issuer.example.com" } } },
    });
  });
});

describe("0.70 to 1.0", () => {
  it("renames matchExpression below affinities and tolerations, at its place", () => {
    const terms = [{ a: 1, matchExpression: [{ key: "k" }], z: 1 }];
    const values = { deployer: { nodeAffinity: { terms }, tolerations: terms }, other: { matchExpression: 1 } };
    const after = carried({ from: "0.70", to: "1.0", values }).values;
    const renamed = [{ a: 1, matchExpressions: [{ key: "k" }], z: 1 }];
    expect(JSON.stringify(after)).toBe(
      JSON.stringify({
        deployer: { nodeAffinity: { terms: renamed }, tolerations: renamed },
        other: { matchExpression: 1 },
      }),
    );
  });

  it("removes the switch of authorization", () => {
    const values = { apiGateway: { authorization: { enabled: true, allowedUserRoles: ["admin"] } } };
    expect(carried({ from: "0.70", to: "1.0", values }).values).toEqual({
      apiGateway: { authorization: { allowedUserRoles: ["admin"] } },
    });
  });

  it("lets everybody in, as before, where authorization was off", () => {
    const values = { apiGateway: { authorization: { enabled: false, allowedUserRoles: ["admin"] } } };
    expect(carried({ from: "0.70", to: "1.0", values }).values).toEqual({
      apiGateway: { authorization: { allowedUserRoles: [] } },
    });
  });

  it("refuses the migration of monitoring without the new monitoring", () => {
    const values = { mlops: { config: { models: { monitoringMigrationEnabled: true } } } };
    expect(carried({ from: "0.70", to: "1.0", values }).blockers).toEqual([
      "monitoring-migration-alone: mlops.config.models.monitoringMigrationEnabled",
    ]);
  });
});

describe("1.0 to 1.1", () => {
  const roles = { apiGateway: { config: { userJwtClaim: "roles", allowedUserRoles: ["admin"], kept: 1 } } };

  it("removes claim and role lists, and asks for the policy that replaces them", () => {
    const { values, plan } = carried({ from: "1.0", to: "1.1", values: roles });
    expect(values).toEqual({ apiGateway: { config: { kept: 1 } } });
    expect(plan.releases[0]?.blockers).toMatchObject([{ id: "role-lists", answer: "authzPolicyDefined" }]);
  });

  it("asks for the list that 1.0 kept under another key, too", () => {
    const values = { apiGateway: { authorization: { allowedUserRoles: ["admin"] } } };
    expect(carried({ from: "1.0", to: "1.1", values }).blockers).toEqual([
      "role-lists: apiGateway.authorization.allowedUserRoles",
    ]);
  });

  it.each([
    ["an empty list", { apiGateway: { authorization: { allowedUserRoles: [] } } }, {}],
    ["a policy that is defined", roles, { authzPolicyDefined: true }],
  ])("asks nothing for %s", (_, values, answers) => {
    expect(carried({ from: "1.0", to: "1.1", values, answers }).blockers).toEqual([]);
  });

  it("turns the authorization header into a list of headers", () => {
    const values = { scorer: { env: [{ name: "H2O_SCORER_AUTHORIZATION_HEADER", value: "Authorization" }] } };
    expect(carried({ from: "1.0", to: "1.1", values }).values).toEqual({
      scorer: { env: [{ name: "H2O_SCORER_FORWARD_HEADERS", value: "Authorization" }] },
    });
  });
});

describe("values of another shape", () => {
  it.each<[string, Json, string]>([
    ["a text where a map is needed", { storage: "x" }, "values: storage: expected an object, found a text"],
    ["a text where a switch is needed", { storage: { persistence: { enabled: "true" } } }, "expected true or false"],
    ["a list", [], "values: expected an object, found a list"],
  ])("are refused: %s", (_, values, message) => {
    const run = () => carried({ from: "0.67", to: "0.68", values: values as JsonMap });
    expect(run).toThrow(InputError);
    expect(run).toThrow(message);
  });

  it("may be null anywhere, as Helm allows", () => {
    const values = { storage: null, securityOptions: null, apiGateway: { authorization: null }, global: null };
    const { values: after } = carried({ from: "0.66", to: "1.1", values });
    expect(after).toMatchObject({ securityOptions: null, global: null, apiGateway: { authorization: null } });
  });
});
