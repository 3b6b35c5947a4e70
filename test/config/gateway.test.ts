import { describe, expect, it } from "vitest";
import { ConfigError, type Problem } from "../../config/problems.ts";
import { parseStackConfig } from "../../config.ts";

type Json = Record<string, unknown>;

const service = { name: "churn", namespace: "scorers", port: 8080 };
const jwt = {
  kind: "jwt",
  issuer: "https://idp.example.com",
  audiences: ["mlops"],
  keys: { kind: "remote", uri: "https://idp.example.com/keys" },
};
const oidc = { kind: "oidc", issuer: "https://idp.example.com", clientId: "mlops", secretName: "oidc" };

const parse = (gateway: Json) =>
  parseStackConfig({ domain: "example.com", gateway: { issuer: { name: "ca" }, ...gateway } });
const withRoute = (changes: Json) => ({ routes: { churn: { host: "scoring.example.com", service, ...changes } } });

function problems(gateway: Json): Problem[] {
  try {
    parse(gateway);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems;
  }
}

describe("the config of the gateway", () => {
  it("needs an issuer alone", () => {
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

  it("retries reads alone unless told otherwise", () => {
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
      "signing in that hands the token on",
      withRoute({ authentication: { ...oidc, forwardAccessToken: true }, forwardHeaders: "Authorization" }),
    ],
    ["keys that are given", withRoute({ authentication: { ...jwt, keys: { kind: "inline", jwks: '{"keys":[]}' } } })],
    ["the old shape where scripts are on", { lua: true, ...withRoute({ hydrogenTorch17: { clients: "header" } }) }],
    ["an origin with a port", { cors: { allowedOrigin: "http://localhost:3000" } }],
  ])("takes %s", (_case, gateway) => {
    expect(problems(gateway)).toEqual([]);
  });

  it.each<[string, Json, Partial<Problem>]>([
    ["no issuer", { issuer: {} }, { path: "gateway.issuer.name", found: "nothing" }],
    ["an unknown key", { isuer: {} }, { path: "gateway.isuer", expected: "did you mean issuer?" }],
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
      "a header for the model that the gateway removes",
      withRoute({ forwardHeaders: "X-Token", requestHeaders: { remove: ["x-token"] } }),
      {
        path: "gateway.routes.churn.forwardHeaders",
        expected: "no X-Token, since requestHeaders.remove takes it away",
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
});
