import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { describe, expect, it } from "vitest";
import type { RecordedResource } from "../../../commands/render/monitor.ts";
import type { GatewayArgs } from "../../../components/gateway/args.ts";
import { Gateway } from "../../../components/gateway/gateway.ts";
import { scaledToZeroText } from "../../../components/gateway/scaledToZero.ts";
import type { Route } from "../../../components/kubernetes/route.ts";
import { at, type Stack, stack } from "../../support/stack.ts";

const churn: Route = {
  name: "churn",
  host: "scoring.example.com",
  path: "/churn",
  service: { name: "churn", namespace: "scorers", port: 8080 },
};

const args: GatewayArgs = {
  namespace: "envoy-gateway-system",
  controller: { install: false, values: {} },
  pinnedController: { chart: "oci://charts.example.com/gateway-helm", version: "v1.9.1" },
  lua: false,
  rendering: false,
  issuer: { kind: "ClusterIssuer", name: "letsencrypt" },
  proxy: { replicas: 2, serviceType: "LoadBalancer", serviceAnnotations: { "example.com/scheme": "internal" } },
  deploymentHosts: {},
  routes: [churn],
};

/** Its last part alone is the component's too. */
const gatewayType = "kubernetes:gateway.networking.k8s.io/v1:Gateway";

const cors = { allowedOrigin: "https://ui.example.com", allowedHeaders: ["authorization"] };

const make = (changes: Partial<GatewayArgs> = {}): Promise<Stack> =>
  stack(() => ({ urls: new Gateway("mlops", { ...args, ...changes }).urls }));

/** The gateway with one route. */
const carrying = (changes: Partial<Route>, more: Partial<GatewayArgs> = {}) =>
  make({ routes: [{ ...churn, ...changes }], ...more });

/** Targets of a policy, each as `Kind name section`. */
const targetsOf = (policy: RecordedResource) =>
  (at(policy, "spec.targetRefs") as unknown as { kind: string; name: string; sectionName?: string }[]).map(
    ({ kind, name, sectionName = "" }) => `${kind} ${name} ${sectionName}`.trim(),
  );

describe("the Gateway", () => {
  it("has a listener and a certificate for each host, and one listener for plain HTTP", async () => {
    const { one, all } = await make({ routes: [churn, { ...churn, name: "other", path: "/other" }] });
    expect(at(one(gatewayType), "spec.listeners")).toEqual([
      { name: "http", protocol: "HTTP", port: 80, allowedRoutes: { namespaces: { from: "Same" } } },
      {
        name: "scoring.example.com",
        protocol: "HTTPS",
        port: 443,
        hostname: "scoring.example.com",
        tls: { mode: "Terminate", certificateRefs: [{ kind: "Secret", name: "scoring.example.com-tls" }] },
        allowedRoutes: { namespaces: { from: "Same" } },
      },
    ]);
    expect(all("Certificate").map(({ inputs }) => inputs.spec)).toEqual([
      {
        secretName: "scoring.example.com-tls",
        dnsNames: ["scoring.example.com"],
        issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "letsencrypt" },
        privateKey: { rotationPolicy: "Always" },
      },
    ]);
  });

  it("sends plain HTTP to HTTPS", async () => {
    const { one } = await make();
    expect(at(one("HTTPRoute", "mlops-https-redirect"), "spec")).toEqual({
      parentRefs: [{ name: "mlops", sectionName: "http" }],
      rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] }],
    });
  });

  it("takes proxies from its class, and is ready once it is programmed", async () => {
    const { one } = await make();
    expect(at(one("EnvoyProxy"), "spec.provider.kubernetes")).toMatchObject({
      envoyDeployment: { replicas: 2 },
      envoyService: { type: "LoadBalancer", annotations: { "example.com/scheme": "internal" } },
    });
    expect(at(one("GatewayClass"), "metadata.namespace")).toBeUndefined();
    expect(at(one("GatewayClass"), "spec.parametersRef")).toMatchObject({
      kind: "EnvoyProxy",
      name: "mlops",
      namespace: "envoy-gateway-system",
    });
    expect(at(one(gatewayType), "spec.gatewayClassName")).toBe("mlops");
    expect(at(one(gatewayType), "metadata.annotations")).toEqual({ "pulumi.com/waitFor": "condition=Programmed" });
  });

  it("accepts HTTPRoutes of others on deployment hosts, from the named namespaces", async () => {
    const { one } = await make({ deploymentHosts: { "model.example.com": ["deployments"] } });
    expect(at(one(gatewayType), "spec.listeners.1")).toMatchObject({
      hostname: "model.example.com",
      allowedRoutes: {
        namespaces: {
          from: "Selector",
          selector: {
            matchExpressions: [
              {
                key: "kubernetes.io/metadata.name",
                operator: "In",
                values: ["envoy-gateway-system", "deployments"],
              },
            ],
          },
        },
      },
    });
    expect(at(one(gatewayType), "spec.listeners.2.allowedRoutes")).toEqual({ namespaces: { from: "Same" } });
  });

  it("exports the address of each route", async () => {
    const { outputs } = await make({ routes: [churn, { ...churn, name: "whole", path: undefined }] });
    expect(outputs.urls).toEqual({
      churn: "https://scoring.example.com/churn",
      whole: "https://scoring.example.com/",
    });
  });
});

describe("the controller", () => {
  it("is not installed unless told to be", async () => {
    const { all } = await make();
    expect([...all("Release"), ...all("Chart")]).toEqual([]);
  });

  it("is installed before everything else if told to be", async () => {
    const recorded = await make({ controller: { install: true, values: { deployment: { replicas: 2 } } } });
    const release = recorded.one("Release");
    expect(release.inputs).toMatchObject({
      chart: "oci://charts.example.com/gateway-helm",
      version: "v1.9.1",
      name: "gateway-helm",
      namespace: "envoy-gateway-system",
      values: { deployment: { replicas: 2 } },
    });
    expect(release.inputs.repositoryOpts).toBeUndefined();
    for (const type of ["GatewayClass", gatewayType, "EnvoyProxy"]) {
      expect(recorded.waitsFor(recorded.one(type)), type).toEqual(["mlops-controller"]);
    }
  });

  it("is rendered for a stack that renders", async () => {
    const { all } = await make({ controller: { install: true, values: {} }, rendering: true });
    expect(all("Chart")).toHaveLength(1);
    expect(all("Release")).toEqual([]);
  });
});

describe("a route", () => {
  it("is an HTTPRoute on its host's listener, and may reach its Service", async () => {
    const { one } = await make();
    expect(at(one("HTTPRoute", "churn"), "spec")).toEqual({
      parentRefs: [{ name: "mlops", sectionName: "scoring.example.com" }],
      hostnames: ["scoring.example.com"],
      rules: [
        {
          name: "main",
          matches: [{ path: { type: "PathPrefix", value: "/churn" } }],
          backendRefs: [{ name: "churn", namespace: "scorers", port: 8080 }],
        },
      ],
    });
    expect(one("ReferenceGrant").inputs).toMatchObject({
      metadata: { name: "churn", namespace: "scorers" },
      spec: {
        from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "envoy-gateway-system" }],
        to: [{ group: "", kind: "Service", name: "churn" }],
      },
    });
  });

  it("waits for its dependencies", async () => {
    const recorded = await stack(() => {
      const ready = [new ConfigMap("the-service", {})];
      new Gateway("mlops", { ...args, routes: [{ ...churn, ready }] });
    });
    for (const object of [recorded.one("HTTPRoute", "churn"), recorded.one("ReferenceGrant")]) {
      expect(recorded.waitsFor(object)).toEqual(["the-service"]);
    }
    expect(recorded.waitsFor(recorded.one(gatewayType))).toEqual([]);
  });

  it("needs no grant for a Service of the Gateway's own namespace", async () => {
    const { all } = await carrying({ service: { ...churn.service, namespace: args.namespace } });
    expect(all("ReferenceGrant")).toEqual([]);
  });

  it("has no policies unless asked for", async () => {
    const { all } = await make();
    for (const kind of ["BackendTrafficPolicy", "SecurityPolicy", "ClientTrafficPolicy", "HTTPRouteFilter"]) {
      expect(all(kind), kind).toEqual([]);
    }
  });

  it("sets and removes headers", async () => {
    const { one } = await carrying({ requestHeaders: { set: { "x-id": "7" }, remove: ["x-debug"] } });
    expect(at(one("HTTPRoute", "churn"), "spec.rules.0.filters")).toEqual([
      {
        type: "RequestHeaderModifier",
        requestHeaderModifier: { set: [{ name: "x-id", value: "7" }], remove: ["x-debug"] },
      },
    ]);
  });

  it("overrides timeout and rate limit of the Gateway", async () => {
    const limits: Partial<Route> = { timeout: "60s", rateLimit: { requests: 10, unit: "Second" } };
    const { one } = await carrying(limits, { timeout: "30s", rateLimit: { requests: 5, unit: "Minute" } });
    expect(at(one("BackendTrafficPolicy", "mlops"), "spec")).toEqual({
      targetRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "mlops" }],
      timeout: { http: { requestTimeout: "30s" } },
      rateLimit: { type: "Local", local: { rules: [{ limit: { requests: 5, unit: "Minute" } }] } },
    });
    expect(at(one("BackendTrafficPolicy", "churn"), "spec")).toEqual({
      targetRefs: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "churn" }],
      mergeType: "StrategicMerge",
      timeout: { http: { requestTimeout: "60s" } },
      rateLimit: { type: "Local", local: { rules: [{ limit: { requests: 10, unit: "Second" } }] } },
    });
  });
});

describe("retries", () => {
  const retries = { attempts: 2, statuses: [502, 503], posts: false };
  const retry = {
    numRetries: 2,
    retryOn: {
      triggers: ["connect-failure", "refused-stream", "retriable-status-codes"],
      httpStatusCodes: [502, 503],
    },
  };

  it("apply to reads only, in a rule of their own with all limits of the route", async () => {
    const { one } = await carrying({ retries, timeout: "9s" });
    expect(at(one("HTTPRoute", "churn"), "spec.rules")).toMatchObject([
      {
        name: "reads",
        matches: [
          { method: "GET", path: { value: "/churn" } },
          { method: "HEAD", path: { value: "/churn" } },
        ],
      },
      { name: "main" },
    ]);
    const policy = one("BackendTrafficPolicy", "churn-reads");
    expect(targetsOf(policy)).toEqual(["HTTPRoute churn reads"]);
    expect(at(policy, "spec")).toMatchObject({ timeout: { http: { requestTimeout: "9s" } }, retry });
    expect(at(one("BackendTrafficPolicy", "churn"), "spec.retry")).toBeUndefined();
  });

  it("apply to every method if asked for", async () => {
    const { one } = await carrying({ retries: { ...retries, posts: true } });
    expect(targetsOf(one("BackendTrafficPolicy"))).toEqual(["HTTPRoute churn"]);
    expect(at(one("BackendTrafficPolicy"), "spec.retry")).toEqual(retry);
    expect(at(one("HTTPRoute", "churn"), "spec.rules")).toHaveLength(1);
  });
});

describe("a deployment that is scaled down to zero replicas", () => {
  interface Override {
    source: string;
    match: { responseHeaders?: unknown };
    response: { statusCode: number; body: { inline: string }; header?: { set: { name: string; value: string }[] } };
  }
  const overrides = ({ one }: Stack) =>
    at(one("BackendTrafficPolicy", "mlops-scoring"), "spec.responseOverride") as unknown as Override[];

  it("is announced on the hosts of deployments only", async () => {
    const plain: Route = { ...churn, name: "mlflow", host: "mlflow.example.com" };
    const scoring: Route = { ...churn, scoring: true };
    const recorded = await make({ routes: [scoring, plain], deploymentHosts: { "model.example.com": ["ns"] } });
    expect(targetsOf(recorded.one("BackendTrafficPolicy", "mlops-scoring"))).toEqual([
      "Gateway mlops model.example.com",
      "Gateway mlops scoring.example.com",
    ]);
  });

  it("is announced in the known words, and leaves a model's own 503 and Envoy's texts alone", async () => {
    const [kept, text] = overrides(await carrying({ scoring: true }));
    expect(text?.response.body.inline).toBe(
      "Deployment is scaled down to zero replicas. Please increase the number of replicas to use the deployment.",
    );
    expect(scaledToZeroText).toHaveLength(105);
    expect([kept?.source, text?.source]).toEqual(["Local", "Local"]);
    expect(kept?.match.responseHeaders).toEqual([
      { name: "content-type", value: { type: "Prefix", value: "text/plain" } },
    ]);
    expect(kept?.response.body.inline).toBe("%LOCAL_REPLY_BODY%");
    expect(text?.response).toMatchObject({ statusCode: 503, contentType: "text/plain" });
    expect(text?.response.header).toBeUndefined();
  });

  it("is announced to pages of the allowed origin, whose preflight requests succeed", async () => {
    const recorded = await carrying({ scoring: true }, { cors });
    for (const { response } of overrides(recorded)) {
      expect(response.header?.set).toEqual([
        { name: "access-control-allow-origin", value: "https://ui.example.com" },
        { name: "access-control-allow-credentials", value: "true" },
      ]);
    }
    expect(at(recorded.one("HTTPRoute", "mlops-preflight"), "spec")).toMatchObject({
      parentRefs: [{ name: "mlops", sectionName: "scoring.example.com" }],
      rules: [
        {
          matches: [
            {
              method: "OPTIONS",
              path: { type: "RegularExpression", value: "/.*" },
              headers: [
                { name: "origin", value: "https://ui.example.com" },
                { name: "access-control-request-method", value: ".+" },
              ],
            },
          ],
          filters: [{ extensionRef: { kind: "HTTPRouteFilter", name: "mlops-preflight" } }],
        },
      ],
    });
    expect(at(recorded.one("HTTPRouteFilter"), "spec.directResponse")).toEqual({
      statusCode: 204,
      header: {
        set: [
          { name: "access-control-allow-origin", value: "https://ui.example.com" },
          { name: "access-control-allow-credentials", value: "true" },
          { name: "access-control-allow-methods", value: expect.stringContaining("POST") },
          { name: "access-control-allow-headers", value: "authorization" },
          { name: "access-control-max-age", value: "600" },
        ],
      },
    });
  });

  it("repeats the limits of the Gateway, whose policy the listener's replaces", async () => {
    const { one } = await carrying({ scoring: true }, { timeout: "30s" });
    const timeout = { http: { requestTimeout: "30s" } };
    expect(at(one("BackendTrafficPolicy", "mlops-scoring"), "spec.timeout")).toEqual(timeout);
    expect(at(one("BackendTrafficPolicy", "mlops"), "spec.timeout")).toEqual(timeout);
  });

  it("adds no preflight route without deployments", async () => {
    const { all } = await make({ cors });
    expect(all("HTTPRouteFilter")).toEqual([]);
  });
});

describe("calls from browsers", () => {
  it("are allowed from one origin, on all routes", async () => {
    const { one } = await make({ cors });
    const policy = one("SecurityPolicy");
    expect(targetsOf(policy)).toEqual(["Gateway mlops"]);
    expect(at(policy, "spec.cors")).toMatchObject({
      allowOrigins: ["https://ui.example.com"],
      allowMethods: expect.arrayContaining(["GET", "POST", "OPTIONS"]),
      allowHeaders: ["authorization"],
      allowCredentials: true,
    });
  });
});

describe("the shape of Hydrogen Torch 1.7", () => {
  const perRowKeys = ["predictions", "probabilities"];
  const asking = (clients: "all" | "header") => carrying({ hydrogenTorch17: { clients, perRowKeys } }, { lua: true });

  it("applies to clients that ask for it, in a rule of their own", async () => {
    const { one } = await asking("header");
    expect(at(one("HTTPRoute", "churn"), "spec.rules")).toMatchObject([
      {
        name: "hydrogen-torch-17",
        matches: [{ path: { value: "/churn" }, headers: [{ name: "x-scorer-response-shape", value: "ht-1.7" }] }],
      },
      { name: "main" },
    ]);
    const policy = one("EnvoyExtensionPolicy");
    expect(targetsOf(policy)).toEqual(["HTTPRoute churn hydrogen-torch-17"]);
    expect(at(policy, "spec.lua.0")).toMatchObject({
      inline: expect.stringContaining("function envoy_on_response"),
      filterContext: { perRowKeys: "predictions,probabilities" },
    });
  });

  it("applies to all clients if asked for", async () => {
    const { one } = await asking("all");
    expect(targetsOf(one("EnvoyExtensionPolicy"))).toEqual(["HTTPRoute churn"]);
    expect(at(one("HTTPRoute", "churn"), "spec.rules")).toHaveLength(1);
  });

  it("buffers responses of 8 MiB", async () => {
    const { one } = await asking("header");
    expect(at(one("ClientTrafficPolicy"), "spec.connection")).toEqual({ bufferLimit: "8Mi" });
  });

  it("enables scripts where the controller is installed, and keeps other values", async () => {
    const values = { config: { envoyGateway: { logging: { level: { default: "warn" } } } } };
    const { one } = await make({ lua: true, controller: { install: true, values } });
    expect(at(one("Release"), "values.config.envoyGateway")).toEqual({
      extensionApis: { enableLua: true },
      logging: { level: { default: "warn" } },
    });
  });
});

describe("authentication", () => {
  const jwt: Route["authentication"] = {
    kind: "jwt",
    issuer: "https://idp.example.com",
    audiences: ["mlops"],
    keys: { kind: "remote", uri: "https://idp.example.com/keys" },
    claimHeaders: { "x-user-email": "email" },
    requiredClaims: { roles: ["scorer", "admin"] },
  };

  it("by token checks issuer, audience and claims, and drops identity headers of clients", async () => {
    const { one } = await carrying({ authentication: jwt });
    expect(at(one("SecurityPolicy"), "spec")).toEqual({
      targetRefs: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "churn" }],
      mergeType: "StrategicMerge",
      jwt: {
        providers: [
          {
            name: "issuer",
            issuer: "https://idp.example.com",
            audiences: ["mlops"],
            remoteJWKS: { uri: "https://idp.example.com/keys" },
            claimToHeaders: [{ header: "x-user-email", claim: "email" }],
          },
        ],
      },
      authorization: {
        defaultAction: "Deny",
        rules: [
          {
            action: "Allow",
            principal: {
              jwt: {
                provider: "issuer",
                claims: [{ name: "roles", valueType: "StringArray", values: ["scorer", "admin"] }],
              },
            },
          },
        ],
      },
    });
    expect(at(one("ClientTrafficPolicy"), "spec.headers")).toEqual({
      earlyRequestHeaders: { remove: ["x-user-email"] },
    });
  });

  it("by token takes inline keys, and requires no claims by default", async () => {
    const keys = { kind: "inline", jwks: '{"keys":[]}' } as const;
    const { one, all } = await carrying({ authentication: { ...jwt, keys, claimHeaders: {}, requiredClaims: {} } });
    expect(at(one("SecurityPolicy"), "spec.jwt.providers.0")).toEqual({
      name: "issuer",
      issuer: "https://idp.example.com",
      audiences: ["mlops"],
      localJWKS: { type: "Inline", inline: '{"keys":[]}' },
    });
    expect(at(one("SecurityPolicy"), "spec.authorization")).toBeUndefined();
    expect(all("ClientTrafficPolicy")).toEqual([]);
  });

  const oidc: Route["authentication"] = {
    kind: "oidc",
    issuer: "https://idp.example.com",
    endpoints: { authorization: "https://idp.example.com/authorize", token: "https://idp.example.com/token" },
    clientId: "mlops",
    secretName: "oidc",
    scopes: ["openid"],
    forwardAccessToken: true,
  };

  it("by sign-in takes the client secret from a Secret", async () => {
    const { one } = await carrying({ authentication: oidc });
    expect(at(one("SecurityPolicy"), "spec")).toMatchObject({
      mergeType: "StrategicMerge",
      oidc: {
        provider: {
          issuer: "https://idp.example.com",
          authorizationEndpoint: "https://idp.example.com/authorize",
          tokenEndpoint: "https://idp.example.com/token",
        },
        clientID: "mlops",
        clientSecret: { name: "oidc" },
        scopes: ["openid"],
        forwardAccessToken: true,
      },
    });
  });

  it.each(["/churn", "/churn/"])("by sign-in returns users below the route's path %s", async (path) => {
    const { one } = await carrying({ authentication: oidc, path });
    expect(at(one("SecurityPolicy"), "spec.oidc")).toMatchObject({
      redirectURL: "%REQ(x-forwarded-proto)%://%REQ(:authority)%/churn/oauth2/callback",
      logoutPath: "/churn/logout",
    });
  });

  it("by sign-in keeps Envoy Gateway's own paths where the route has the whole host", async () => {
    const { one } = await carrying({ authentication: oidc, path: "/" });
    expect(at(one("SecurityPolicy"), "spec.oidc.redirectURL")).toBeUndefined();
    expect(at(one("SecurityPolicy"), "spec.oidc.logoutPath")).toBeUndefined();
  });
});

it("merges every policy of a route with those of the Gateway and its listeners", async () => {
  const { resources } = await carrying(
    {
      scoring: true,
      hydrogenTorch17: { clients: "header", perRowKeys: ["predictions"] },
      timeout: "9s",
      retries: { attempts: 1, statuses: [503], posts: false },
      authentication: {
        kind: "jwt",
        issuer: "i",
        audiences: ["a"],
        keys: { kind: "inline", jwks: '{"keys":[]}' },
        claimHeaders: {},
        requiredClaims: {},
      },
    },
    { cors, timeout: "30s", lua: true },
  );
  const policies = resources.filter(({ type }) => /:(BackendTraffic|Security|EnvoyExtension)Policy$/.test(type));
  expect(policies).toHaveLength(7);
  for (const policy of policies) {
    const isOfRoute = targetsOf(policy).some((target) => target.startsWith("HTTPRoute"));
    expect(at(policy, "spec.mergeType"), policy.name).toBe(isOfRoute ? "StrategicMerge" : undefined);
  }
});

describe("wrong args", () => {
  it.each<[string, Partial<GatewayArgs>, string]>([
    ["two routes of one name", { routes: [churn, { ...churn, path: "/b" }] }, "found churn"],
    ["a route that is called like it", { routes: [{ ...churn, name: "mlops" }] }, "found mlops"],
    ["two routes of one place", { routes: [churn, { ...churn, name: "b" }] }, "found scoring.example.com/churn"],
    ["no host", { routes: [{ ...churn, host: "scoring" }] }, "routes[0].host: expected a host name"],
    [
      "a header that does not come through",
      { routes: [{ ...churn, forwardHeaders: "X-Debug", requestHeaders: { set: {}, remove: ["x-debug"] } }] },
      "routes[0].forwardHeaders: expected no X-Debug, which requestHeaders.remove removes",
    ],
    ["a timeout without a unit", { timeout: "30" }, 'timeout: expected a duration such as 30s, found "30"'],
    [
      "a script where scripts are off",
      { routes: [{ ...churn, hydrogenTorch17: { clients: "all", perRowKeys: ["predictions"] } }] },
      "lua: expected true, and a controller that accepts Lua scripts",
    ],
    ["no proxies", { proxy: { ...args.proxy, replicas: 0 } }, "proxy.replicas: expected at least 1, found 0"],
  ])("are refused: %s", async (_case, wrong, message) => {
    await expect(make(wrong)).rejects.toThrow(message);
  });
});
