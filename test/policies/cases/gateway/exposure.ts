import { type Case, type CaseResource, resource } from "../../case.ts";
import { gateway, route } from "./gateways.ts";

const policy = (kind: string, name: string, spec: object, target: object = { kind: "HTTPRoute" }): CaseResource =>
  resource(`kubernetes:gateway.envoyproxy.io/v1alpha1:${kind}`, `${name}-${kind.toLowerCase()}`, {
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind,
    metadata: { name, namespace: name },
    spec: { targetRefs: [{ group: "gateway.networking.k8s.io", name, ...target }], ...spec },
  });

const security = (name: string, spec: object, target?: object) => policy("SecurityPolicy", name, spec, target);
const traffic = (name: string, spec: object, target?: object) => policy("BackendTrafficPolicy", name, spec, target);

const kubernetes = (type: string, name: string, spec: object): CaseResource =>
  resource(`kubernetes:${type}`, name, {
    apiVersion: type.slice(0, type.lastIndexOf(":")).replace("core/", ""),
    kind: type.slice(type.lastIndexOf(":") + 1),
    metadata: { name, namespace: name },
    spec,
  });

const jwt = { jwt: { providers: [{ name: "issuer", remoteJWKS: { uri: "https://id.example.com/keys" } }] } };
const admin = { name: "main", matches: [{ path: { type: "PathPrefix", value: "/api/admin" } }] };
const toGateway = { kind: "Gateway" };

const cors = (origin: string, allowCredentials = true) => ({ cors: { allowOrigins: [origin], allowCredentials } });

const retry = { retry: { numRetries: 2 } };
const reads = { name: "reads", matches: [{ method: "GET" }, { method: "HEAD" }] };

const ingress = (name: string, tls: object[]) =>
  kubernetes("networking.k8s.io/v1:Ingress", name, {
    rules: [{ host: "app.example.com" }],
    tls,
  });

const authenticated = "route-admin-path-authenticated";
const origin = "cors-origin-exact";
const issuer = "token-issuer-over-tls";
const retries = "retries-of-reads-only";
const tls = "ingress-tls-set";
const openshift = "openshift-route-tls-set";
const inside = "service-inside-the-cluster";

export const exposureCases: Case[] = [
  {
    rule: authenticated,
    passes: [
      [route(authenticated, { matches: [{ path: { type: "PathPrefix", value: "/models/administrative" } }] })],
      [route(authenticated, admin), security(authenticated, jwt)],
      [
        route(authenticated, admin),
        security(authenticated, {
          ...jwt,
          targetRefs: undefined,
          targetSelectors: [{ kind: "HTTPRoute", matchExpressions: [{ key: "open", operator: "DoesNotExist" }] }],
        }),
      ],
      [route(authenticated, admin), security(authenticated, jwt, { kind: "HTTPRoute", sectionName: "main" })],
      [gateway(authenticated), route(authenticated, admin), security(authenticated, jwt, toGateway)],
    ],
    fails: [
      [route(`${authenticated}-2`, admin)],
      [route(`${authenticated}-3`, admin), security(`${authenticated}-3`, cors("https://app.example.com"))],
      [route(`${authenticated}-4`, { matches: [{ path: { value: "/signup" } }] })],
      [
        route(`${authenticated}-6`, {
          matches: [{ path: { type: "PathPrefix", value: "/m" } }],
          filters: [
            {
              type: "URLRewrite",
              urlRewrite: { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/metrics" } },
            },
          ],
        }),
      ],
      [route(`${authenticated}-7`, admin), security(`${authenticated}-7`, { jwt: { ...jwt.jwt, optional: true } })],
      [
        route(`${authenticated}-8`, admin),
        security(`${authenticated}-8`, { authorization: { defaultAction: "Allow" } }),
      ],
      [
        gateway(`${authenticated}-5`),
        route(`${authenticated}-5`, admin),
        security(`${authenticated}-5`, jwt, toGateway),
        { ...security(`${authenticated}-5`, cors("https://app.example.com")), name: `${authenticated}-5-alone` },
      ],
    ],
  },
  {
    rule: origin,
    passes: [
      [security(origin, cors("https://app.example.com"))],
      [security(origin, cors("*", false))],
      [route(origin, {})],
    ],
    fails: [
      [security(`${origin}-2`, cors("https://*.example.com"))],
      [route(`${origin}-3`, { filters: [{ type: "CORS", ...cors("*") }] })],
    ],
  },
  {
    rule: issuer,
    passes: [[security(issuer, jwt)], [security(issuer, { oidc: { provider: { issuer: "https://id.example.com" } } })]],
    fails: [
      [security(`${issuer}-2`, { oidc: { provider: { issuer: "http://id.example.com" } } })],
      [
        security(`${issuer}-4`, {
          oidc: { provider: { issuer: "https://id.example.com", tokenEndpoint: "http://id.example.com/token" } },
        }),
      ],
      [security(`${issuer}-3`, { jwt: { providers: [{ name: "i", remoteJWKS: { uri: "http://id.example.com" } }] } })],
    ],
  },
  {
    rule: retries,
    passes: [
      [route(retries, reads), traffic(retries, retry, { kind: "HTTPRoute", sectionName: "reads" })],
      [traffic(retries, { timeout: { http: { requestTimeout: "60s" } } })],
    ],
    fails: [
      [route(`${retries}-2`, {}), traffic(`${retries}-2`, retry)],
      [
        traffic(`${retries}-4`, {
          ...retry,
          targetRefs: undefined,
          targetSelectors: [{ kind: "HTTPRoute", matchLabels: { app: "app" } }],
        }),
      ],
      [gateway(`${retries}-3`), traffic(`${retries}-3`, retry, toGateway)],
    ],
  },
  {
    rule: tls,
    passes: [
      [ingress(tls, [{ hosts: ["app.example.com"], secretName: "app-tls" }])],
      [ingress(tls, [{ secretName: "app-tls" }])],
    ],
    fails: [
      [
        kubernetes("networking.k8s.io/v1:Ingress", `${tls}-4`, {
          defaultBackend: { service: { name: "app", port: { number: 80 } } },
        }),
      ],
      [ingress(`${tls}-2`, [])],
      [ingress(`${tls}-3`, [{ hosts: ["other.example.com"], secretName: "app-tls" }])],
    ],
  },
  {
    rule: openshift,
    passes: [
      [
        kubernetes("route.openshift.io/v1:Route", openshift, {
          tls: { termination: "edge", insecureEdgeTerminationPolicy: "Redirect" },
        }),
      ],
    ],
    fails: [
      [kubernetes("route.openshift.io/v1:Route", `${openshift}-2`, { host: "app.example.com" })],
      [
        kubernetes("route.openshift.io/v1:Route", `${openshift}-3`, {
          tls: { termination: "edge", insecureEdgeTerminationPolicy: "Allow" },
        }),
      ],
    ],
  },
  {
    rule: inside,
    passes: [[kubernetes("core/v1:Service", inside, { ports: [{ port: 80 }] })]],
    fails: [
      [kubernetes("core/v1:Service", `${inside}-2`, { type: "LoadBalancer", ports: [{ port: 80 }] })],
      [kubernetes("core/v1:Service", `${inside}-4`, { externalIPs: ["192.0.2.1"], ports: [{ port: 80 }] })],
      [kubernetes("core/v1:Service", `${inside}-3`, { type: "NodePort", ports: [{ port: 80 }] })],
    ],
  },
];
