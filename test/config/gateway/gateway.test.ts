import { describe, expect, it } from "vitest";
import { parseStackConfig } from "../../../config/index.ts";
import type { PrintedProblem } from "../../../lib/diagnostics/configError.ts";
import { ConfigError } from "../../../lib/diagnostics/configError.ts";

type Json = Record<string, unknown>;

const service = { name: "churn", namespace: "scorers", port: 8080 };
const jwt = {
  kind: "jwt",
  issuer: "https://idp.example.com",
  audiences: ["mlops"],
  keys: { kind: "remote", uri: "https://idp.example.com/keys" },
};
const oidc = { kind: "oidc", issuer: "https://idp.example.com", clientId: "mlops", secretName: "oidc" };

const parse = (gateway: Json, others: Json = {}) =>
  parseStackConfig({ domain: "example.com", gateway: { issuer: { name: "ca" }, ...gateway }, ...others });
const withRoute = (changes: Json) => ({ routes: { churn: { host: "scoring.example.com", service, ...changes } } });

const luaInChart = (enableLua: boolean) => ({
  install: true,
  values: { config: { envoyGateway: { extensionApis: { enableLua } } } },
});
const numbered = (count: number, entry: (n: number) => [string, unknown]) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => entry(n)));

function problems(gateway: Json, others: Json = {}): PrintedProblem[] {
  try {
    parse(gateway, others);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return [...(error as ConfigError).printed];
  }
}

describe("the config of the gateway", () => {
  it("needs only an issuer", () => {
    expect(parse({}).gateway).toEqual({
      namespace: "envoy-gateway-system",
      controller: { install: false, values: {} },
      lua: false,
      issuer: { kind: "ClusterIssuer", name: "ca" },
      proxy: { replicas: 2, serviceType: "LoadBalancer", serviceAnnotations: {} },
      deploymentHosts: {},
      routes: {},
    });
  });

  it("retries only reads by default", () => {
    expect(parse(withRoute({ retries: { attempts: 2 } })).gateway?.routes.churn).toMatchObject({
      path: "/",
      scoring: false,
      retries: { attempts: 2, statuses: [503], posts: false },
    });
  });

  it.each<[string, Json]>([
    ["a token check", withRoute({ authentication: jwt, forwardHeaders: "Authorization" })],
    ["signing in", withRoute({ authentication: oidc })],
    [
      "a login that forwards the token",
      withRoute({ authentication: { ...oidc, forwardAccessToken: true }, forwardHeaders: "Authorization" }),
    ],
    ["keys that are given", withRoute({ authentication: { ...jwt, keys: { kind: "inline", jwks: '{"keys":[]}' } } })],
    ["the old shape where scripts are on", { lua: true, ...withRoute({ hydrogenTorch17: { clients: "header" } }) }],
    ["a path with all characters that a URL may have", withRoute({ path: "/a-b/c.d/%C3%BC;v=1/" })],
    ["scripts that the chart is told of too", { lua: true, controller: luaInChart(true) }],
    ["an origin with a port", { cors: { allowedOrigin: "http://localhost:3000" } }],
  ])("takes %s", (_case, gateway) => {
    expect(problems(gateway)).toEqual([]);
  });

  it.each<[string, Json, Partial<PrintedProblem>]>([
    ["no issuer", { issuer: {} }, { path: "gateway.issuer.name", found: "nothing" }],
    ["an unknown key", { isuer: {} }, { path: "gateway.isuer", expected: "the key issuer" }],
    [
      "an origin with a path",
      { cors: { allowedOrigin: "https://a.example.com/" } },
      { path: "gateway.cors.allowedOrigin" },
    ],
    ["any origin", { cors: { allowedOrigin: "*" } }, { path: "gateway.cors.allowedOrigin" }],
    [
      "a header with a blank",
      { cors: { allowedOrigin: "https://a.example.com", allowedHeaders: ["a b"] } },
      { path: "gateway.cors.allowedHeaders[0]" },
    ],
    ["a timeout without a unit", { timeout: "30" }, { path: "gateway.timeout", expected: "a duration such as 30s" }],
    ["a limit of nothing", { rateLimit: { requests: 0 } }, { path: "gateway.rateLimit.requests" }],
    ["no proxies", { proxy: { replicas: 0 } }, { path: "gateway.proxy.replicas" }],
    [
      "a host for nobody",
      { deploymentHosts: { "m.example.com": [] } },
      { path: 'gateway.deploymentHosts["m.example.com"]' },
    ],
    ["a relative path", withRoute({ path: "churn" }), { path: "gateway.routes.churn.path" }],
    ["a path with a query", withRoute({ path: "/a?b" }), { path: "gateway.routes.churn.path" }],
    ["a path with an empty part", withRoute({ path: "/a//b" }), { path: "gateway.routes.churn.path" }],
    ["a path that goes up", withRoute({ path: "/a/.." }), { path: "gateway.routes.churn.path" }],
    ["a path with a slash in disguise", withRoute({ path: "/a%2fb" }), { path: "gateway.routes.churn.path" }],
    ["a path that no URL has", withRoute({ path: "/{id}" }), { path: "gateway.routes.churn.path" }],
    [
      "more headers than a route takes",
      withRoute({ requestHeaders: { set: numbered(17, (n) => [`x-${n}`, "a"]) } }),
      { path: "gateway.routes.churn.requestHeaders.set", expected: "at most 16 headers" },
    ],
    [
      "more headers to remove than a route takes",
      withRoute({ requestHeaders: { remove: Object.keys(numbered(17, (n) => [`x-${n}`, n])) } }),
      { path: "gateway.routes.churn.requestHeaders.remove", expected: "at most 16 headers" },
    ],
    [
      "more audiences than a check takes",
      withRoute({ authentication: { ...jwt, audiences: Object.keys(numbered(9, (n) => [`a${n}`, n])) } }),
      { path: "gateway.routes.churn.authentication.audiences", expected: "at most 8 audiences" },
    ],
    [
      "more hosts than a Gateway has listeners for",
      { routes: numbered(64, (n) => [`r${n}`, { host: `h${n}.example.com`, service }]) },
      {
        path: "gateway.routes",
        expected: "at most 63 hosts",
        found: "64",
        fix: "remove routes or deploymentHosts, or give routes one host and different paths",
      },
    ],
    [
      "more hosts of deployments than a route has parents",
      { deploymentHosts: numbered(33, (n) => [`h${n}.example.com`, ["models"]]) },
      { path: "gateway.routes", expected: "at most 32 hosts of deployments", found: "33" },
    ],
    [
      "a route whose name is no name of an object",
      { routes: { My_Route: { host: "a.example.com", service } } },
      {
        path: "gateway.routes.My_Route",
        expected: "a key that is a Kubernetes name: lower case letters, digits and inner hyphens",
        fix: "pulumi config rm --path 'mlops-platform:gateway.routes.My_Route', and set it under another key",
      },
    ],
    [
      "two routes of one place",
      {
        routes: {
          a: { host: "a.example.com", path: "/x", service },
          b: { host: "a.example.com", path: "/x/", service },
        },
      },
      { path: "gateway.routes.b.path", found: "a.example.com/x" },
    ],
    [
      "a route that is called like the Gateway",
      { routes: { mlops: { host: "a.example.com", service } } },
      {
        path: "gateway.routes.mlops",
        fix: "pulumi config rm --path 'mlops-platform:gateway.routes.mlops', and set it under another name",
      },
    ],
    [
      "scripts that the chart is told to leave off",
      { lua: true, controller: luaInChart(false) },
      { path: "gateway.controller.values.config.envoyGateway.extensionApis.enableLua", found: "false" },
    ],
    [
      "a port that is none",
      withRoute({ service: { ...service, port: 0 } }),
      { path: "gateway.routes.churn.service.port" },
    ],
    [
      "retries without end",
      withRoute({ retries: { attempts: 100 } }),
      { path: "gateway.routes.churn.retries.attempts" },
    ],
    [
      "retries of what succeeded",
      withRoute({ retries: { attempts: 1, statuses: [200] } }),
      { path: "gateway.routes.churn.retries.statuses[0]" },
    ],
    [
      "an issuer to sign in at without TLS",
      withRoute({ authentication: { ...oidc, issuer: "http://idp.example.com" } }),
      { path: "gateway.routes.churn.authentication.issuer", expected: "an https URL" },
    ],
    [
      "keys that are none",
      withRoute({ authentication: { ...jwt, keys: { kind: "inline", jwks: "keys" } } }),
      { path: "gateway.routes.churn.authentication.keys.jwks" },
    ],
    [
      "tokens for anybody",
      withRoute({ authentication: { ...jwt, audiences: [] } }),
      { path: "gateway.routes.churn.authentication.audiences" },
    ],
    [
      "a claim in the place of the token",
      withRoute({ authentication: { ...jwt, claimHeaders: { authorization: "sub" } } }),
      {
        path: "gateway.routes.churn.authentication.claimHeaders",
        expected: "no Authorization, in which clients send their tokens",
      },
    ],
    [
      "a header for the model that the gateway removes",
      withRoute({ forwardHeaders: "X-Token", requestHeaders: { remove: ["x-token"] } }),
      {
        path: "gateway.routes.churn.forwardHeaders",
        expected: "no X-Token, which requestHeaders.remove removes",
      },
    ],
    [
      "a token for the model that signing in keeps",
      withRoute({ forwardHeaders: "Authorization", authentication: oidc }),
      { path: "gateway.routes.churn.forwardHeaders" },
    ],
    [
      "the old shape where scripts are off",
      withRoute({ hydrogenTorch17: { clients: "header" } }),
      { path: "gateway.lua", found: "nothing" },
    ],
    [
      "a key that is several",
      { lua: true, ...withRoute({ hydrogenTorch17: { clients: "all", perRowKeys: ["a,b"] } }) },
      { path: "gateway.routes.churn.hydrogenTorch17.perRowKeys[0]" },
    ],
  ])("refuses %s", (_case, gateway, problem) => {
    expect(problems(gateway)).toContainEqual(expect.objectContaining(problem));
  });

  it.each([
    ["name", { mlflow: { host: "a.example.com", service } }, "gateway.routes.mlflow"],
    ["host and path", { other: { host: "mlflow.example.com", service } }, "gateway.routes.other.path"],
  ])("refuses the %s of MLflow's own route", (_case, routes, path) => {
    const mlflow = {
      namespace: { kind: "existing", name: "mlflow" },
      credentials: { kind: "existing", secretName: "mlflow" },
      exposure: { kind: "gateway" },
      database: { kind: "cluster", credentials: { kind: "existing", secretName: "owner" } },
    };
    const objectStore = {
      kind: "s3",
      endpoint: "https://s3.example.com",
      buckets: { artifacts: { name: "aaa" }, backups: { name: "bbb" } },
      credentials: { kind: "existing", secretName: "keys" },
    };
    expect(problems({ routes }, { mlflow, objectStore })).toMatchObject([{ path }]);
    expect(problems({ routes })).toEqual([]);
  });
});
