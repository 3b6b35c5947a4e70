import { type Case, type CaseResource, resource } from "../../case.ts";

const gatewayApi = "gateway.networking.k8s.io/v1";
const host = "app.example.com";

const object = (kind: string, name: string, spec: object, namespace: string): CaseResource =>
  resource(`kubernetes:${gatewayApi}:${kind}`, `${name}-${kind.toLowerCase()}`, {
    apiVersion: gatewayApi,
    kind,
    metadata: { name, namespace },
    spec,
  });

const https = {
  name: "https",
  protocol: "HTTPS",
  port: 443,
  hostname: host,
  tls: { mode: "Terminate", certificateRefs: [{ kind: "Secret", name: "app-tls" }] },
  allowedRoutes: { namespaces: { from: "Same" } },
};
const http = { name: "http", protocol: "HTTP", port: 80, allowedRoutes: { namespaces: { from: "Same" } } };

/** A Gateway with a listener for HTTP, and one for HTTPS with changes. */
export const gateway = (name: string, listener: object = {}): CaseResource =>
  object("Gateway", name, { gatewayClassName: "envoy", listeners: [http, { ...https, ...listener }] }, name);

/** A route on a listener of the Gateway of its name. */
export const route = (name: string, rule: object, sectionName?: string, spec: object = {}): CaseResource =>
  object(
    "HTTPRoute",
    name,
    {
      parentRefs: [{ name, ...(sectionName && { sectionName }) }],
      hostnames: [host],
      rules: [{ backendRefs: [{ name: "app", port: 80 }], ...rule }],
      ...spec,
    },
    name,
  );

/** The same object by another version of its API. */
const ofVersion = (version: string, { type, inputs, ...rest }: CaseResource): CaseResource => ({
  ...rest,
  type: type.replace("/v1:", `/${version}:`),
  inputs: { ...inputs, apiVersion: `gateway.networking.k8s.io/${version}` },
});

const redirect = {
  backendRefs: undefined,
  filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }],
};

const backend = (namespace: string) => ({ backendRefs: [{ name: "app", namespace, port: 80 }] });

const grant = (name: string, from: string, service = "app"): CaseResource =>
  object(
    "ReferenceGrant",
    name,
    {
      from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: from }],
      to: [{ group: "", kind: "Service", name: service }],
    },
    `${name}-backends`,
  );

const redirects = "route-over-http-redirects";
const certificate = "gateway-listener-has-certificate";
const exact = "gateway-listener-host-exact";
const limited = "gateway-routes-limited";
const exists = "route-listener-exists";
const hosts = "route-host-exact";
const granted = "route-backend-granted";

export const gatewayCases: Case[] = [
  {
    rule: redirects,
    passes: [
      [gateway(redirects), route(redirects, {}, "https")],
      [gateway(redirects), route(redirects, redirect, "http")],
      [route(redirects, {})],
      [gateway(redirects), route(redirects, {}, undefined, { parentRefs: [{ name: redirects, port: 443 }] })],
    ],
    fails: [
      [gateway(`${redirects}-2`), route(`${redirects}-2`, {}, "http")],
      [gateway(`${redirects}-3`), route(`${redirects}-3`, {})],
      [gateway(`${redirects}-5`), ofVersion("v1beta1", route(`${redirects}-5`, {}, "http"))],
      [
        gateway(`${redirects}-6`),
        object(
          "GRPCRoute",
          `${redirects}-6`,
          { parentRefs: [{ name: `${redirects}-6` }], rules: [{ backendRefs: [{ name: "app", port: 80 }] }] },
          `${redirects}-6`,
        ),
      ],
      [
        gateway(`${redirects}-4`),
        route(
          `${redirects}-4`,
          { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "http" } }] },
          "http",
        ),
      ],
    ],
  },
  {
    rule: certificate,
    passes: [[gateway(certificate)], [gateway(certificate, { protocol: "TLS", tls: { mode: "Passthrough" } })]],
    fails: [
      [gateway(`${certificate}-2`, { tls: undefined })],
      [gateway(`${certificate}-3`, { tls: { certificateRefs: [] } })],
    ],
  },
  {
    rule: exact,
    passes: [[gateway(exact)]],
    fails: [[gateway(`${exact}-2`, { hostname: "*.example.com" })], [gateway(`${exact}-3`, { hostname: undefined })]],
  },
  {
    rule: limited,
    passes: [[gateway(limited)], [gateway(limited, { allowedRoutes: undefined })]],
    fails: [
      [gateway(`${limited}-2`, { allowedRoutes: { namespaces: { from: "All" } } })],
      [gateway(`${limited}-3`, { allowedRoutes: { namespaces: { from: "Selector", selector: {} } } })],
    ],
  },
  {
    rule: exists,
    passes: [[gateway(exists), route(exists, {}, "https")], [route(exists, {}, "another")]],
    fails: [[gateway(`${exists}-2`), route(`${exists}-2`, {}, "another")]],
  },
  {
    rule: hosts,
    passes: [[route(hosts, {})]],
    fails: [[route(`${hosts}-2`, {}, "https", { hostnames: ["*.example.com"] })]],
  },
  {
    rule: granted,
    passes: [
      [route(granted, {})],
      [route(granted, backend(granted))],
      [route(granted, backend(`${granted}-backends`)), grant(granted, granted)],
    ],
    fails: [
      [route(`${granted}-2`, backend(`${granted}-2-backends`))],
      [route(`${granted}-3`, backend(`${granted}-3-backends`)), grant(`${granted}-3`, "another")],
      [route(`${granted}-4`, backend(`${granted}-4-backends`)), grant(`${granted}-4`, `${granted}-4`, "another")],
    ],
  },
];
