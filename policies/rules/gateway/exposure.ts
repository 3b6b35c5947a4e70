/** Access from outside: policies of Envoy Gateway, Ingresses, OpenShift Routes, Services. */

import type { core, networking } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { UNKNOWN } from "../../../graph/inputs.ts";
import type { Resource } from "../../../graph/resource.ts";
import { ofType, type Rule, resourceRule, stackRule } from "../../engine/rule.ts";
import type { Stack } from "../../engine/stack.ts";
import { isKnown, isSet, itemsOf, mayBe, within } from "../../engine/unknown.ts";
import { type KubernetesObject, nameOf, namespaceOf } from "../kubernetes/objects.ts";
import {
  type Policy,
  parentsOf,
  policiesOn,
  type Route,
  rulesOf,
  targetSelectorsOf,
  targetsOf,
  types,
} from "./objects.ts";

type SecurityPolicy = Policy<{
  cors?: { allowOrigins?: string[]; allowCredentials?: boolean };
  jwt?: { providers?: { issuer?: string; remoteJWKS?: { uri?: string } }[] };
  oidc?: { provider?: { issuer?: string; authorizationEndpoint?: string; tokenEndpoint?: string } };
}>;

/** Fields of a SecurityPolicy that restrict access, with the settings that disable the restriction. */
interface AuthenticationSpec {
  apiKeyAuth?: object;
  basicAuth?: object;
  oidc?: object;
  extAuth?: { failOpen?: boolean };
  jwt?: { optional?: boolean; failOpen?: boolean };
  authorization?: { defaultAction?: string };
}
type TrafficPolicy = Policy<{ retry?: object }>;
type Ingress = Unwrap<networking.v1.Ingress>;
type Service = Unwrap<core.v1.Service>;
type OpenShiftRoute = KubernetesObject<{ tls?: { termination?: string; insecureEdgeTerminationPolicy?: string } }>;

/**
 * Path segments of pages that administer the platform, create users or expose internals. MLflow requires a login for
 * everything and is routed as a whole, so that its `/signup` has no route of its own.
 */
const adminPaths =
  /(^|\/)(admin|administration|signup|register|console|dashboard|metrics|prometheus|actuator|debug|pprof)(\/|$)/i;

export const exposures: Rule[] = [
  stackRule<Route>({
    name: "route-admin-path-authenticated",
    severity: "critical",
    what: "Routes to administration, sign-up and metrics pages require a login.",
    why: "These pages create users, change settings or expose internals of the platform.",
    fix: "Set `authentication` of the route, or attach a SecurityPolicy to it.",
    references: [],
    on: ofType(types.route),
    checkIn: (route, stack) => {
      const rules = rulesOf(route).filter((rule) => !isAuthenticated(route, rule.name, stack));
      const paths = rules.flatMap(({ matches, filters }) => [
        ...itemsOf(matches).map(({ path }) => path?.value ?? "/"),
        ...itemsOf(filters).flatMap(({ urlRewrite }) => Object.values(urlRewrite?.path ?? {}).map(String)),
      ]);
      return paths.filter((path) => adminPaths.test(path)).map((path) => `${path} requires no login.`);
    },
  }),

  resourceRule<SecurityPolicy & Route>({
    name: "cors-origin-exact",
    severity: "high",
    what: "CORS allows requests with the user's credentials only from named origins.",
    why: "With a wildcard, any page that a user opens can act on behalf of the user.",
    fix: "Name the origins in `allowOrigins`, or set `allowCredentials` to false.",
    references: [],
    on: ofType(types.securityPolicy, types.route),
    check: (resource) => {
      const filters = rulesOf(resource).flatMap((rule) => itemsOf(rule.filters).map(({ cors }) => cors));
      const all = [...filters, within(resource.inputs.spec, ({ cors }) => cors)];
      const origins = all.flatMap((cors) =>
        typeof cors === "object" && cors?.allowCredentials === true ? [...itemsOf(cors.allowOrigins)] : [],
      );
      return origins
        .filter((origin) => origin.includes("*"))
        .map((origin) => `CORS allows requests from ${origin} with the user's credentials.`);
    },
  }),

  resourceRule<SecurityPolicy>({
    name: "token-issuer-over-tls",
    severity: "critical",
    what: "Token issuers and their keys are fetched over TLS.",
    why: "Otherwise an attacker on the network can substitute keys, and sign any token.",
    fix: "Write the addresses of the issuer and its keys as `https://…`.",
    references: [],
    on: ofType(types.securityPolicy),
    check: ({ inputs }) => {
      const providers = itemsOf(within(inputs.spec, ({ jwt }) => within(jwt, (own) => own.providers)));
      const oidc = within(inputs.spec, (spec) => within(spec.oidc, ({ provider }) => provider));
      const addresses = [
        ...itemsOf(within(oidc, (own) => [own.issuer, own.authorizationEndpoint, own.tokenEndpoint])),
        ...providers.flatMap(({ issuer, remoteJWKS }) => [issuer, within(remoteJWKS, ({ uri }) => uri)]),
      ];
      const open = addresses.filter((address) => /^http:/i.test(address ?? ""));
      return open.map((address) => `${address} is not over TLS.`);
    },
  }),

  stackRule<TrafficPolicy>({
    name: "retries-of-reads-only",
    severity: "medium",
    what: "Only GET and HEAD requests are retried.",
    why: "A POST that is retried may be counted, billed or executed twice.",
    fix: "Remove `retries.posts` from the route; where a POST may be repeated, add an exception.",
    references: [],
    on: ofType(types.trafficPolicy),
    checkIn: (policy, stack) =>
      isSet(within(policy.inputs.spec, ({ retry }) => retry)) &&
      (targetSelectorsOf(policy).length > 0 || targetsOf(policy).some(acceptsWrites(policy, stack)))
        ? ["Requests other than GET and HEAD are retried."]
        : [],
  }),

  resourceRule<Ingress>({
    name: "ingress-tls-set",
    severity: "critical",
    what: "Every host of an Ingress, and its default backend, has TLS.",
    why: "Otherwise passwords, tokens and predictions can be read on the network.",
    fix: "Add the host to `spec.tls`, with the Secret of its certificate.",
    references: [],
    on: ofType("kubernetes:networking.k8s.io/v1:Ingress"),
    check: ({ inputs }) => {
      const tls = within(inputs.spec, (spec) => spec.tls);
      // An entry without hosts applies to every host of the controller.
      const coversAll = itemsOf(tls).some(
        ({ hosts }) => !isSet(hosts) || !isKnown(hosts) || itemsOf(hosts).includes(UNKNOWN),
      );
      const covered = itemsOf(tls).flatMap(({ hosts }) => [...itemsOf(hosts)]);
      const hosts = itemsOf(within(inputs.spec, ({ rules }) => rules)).map(({ host }) => host ?? "every host");
      const fallback = within(inputs.spec, ({ defaultBackend }) => defaultBackend);
      const all = [...hosts, ...(isSet(fallback) && hosts.length === 0 ? ["every host"] : [])];
      // An unknown host may be any of those covered, where there are any.
      const isCovered = (host: string) => covered.length > 0 && mayBe(host, ...covered);
      const open = all.filter((host) => tls !== UNKNOWN && !coversAll && !isCovered(host));
      return [...new Set(open)].map((host) => `${host} has no TLS.`);
    },
  }),

  resourceRule<OpenShiftRoute>({
    name: "openshift-route-tls-set",
    severity: "critical",
    what: "Every OpenShift Route has TLS, and redirects or rejects plain HTTP.",
    why: "Otherwise passwords, tokens and predictions can be read on the network.",
    fix: "Set `tls.termination`, and `tls.insecureEdgeTerminationPolicy: Redirect`.",
    references: [],
    on: ofType("kubernetes:route.openshift.io/v1:Route"),
    check: ({ inputs }) => {
      const tls = within(inputs.spec, (spec) => spec.tls);
      const isOpen = within(tls, (own) => own.insecureEdgeTerminationPolicy) === "Allow";
      const isEnded = isSet(within(tls, (own) => own.termination));
      return isEnded && !isOpen ? [] : ["The route serves plain HTTP."];
    },
  }),

  resourceRule<Service>({
    name: "service-inside-the-cluster",
    severity: "high",
    what: "Services are reachable only inside the cluster; requests from outside come through the Gateway, an Ingress or a Route.",
    why: "A Service with its own load balancer or node port bypasses TLS, logins and rate limits.",
    fix: "Remove `type` and `externalIPs`, and expose the Service by a route.",
    references: ["kube-linter exposed-services"],
    on: ofType("kubernetes:core/v1:Service"),
    check: ({ inputs }) => {
      const type = within(inputs.spec, (spec) => spec.type) ?? "ClusterIP";
      const addresses = itemsOf(within(inputs.spec, (spec) => spec.externalIPs));
      return [
        ...(["LoadBalancer", "NodePort"].includes(type) ? [`The Service is a ${type}.`] : []),
        ...(addresses.length > 0 ? ["The Service has addresses outside the cluster by externalIPs."] : []),
      ];
    },
  }),
];

/**
 * Whether a SecurityPolicy requires authentication on a rule of a route. Envoy Gateway applies only the nearest policy of
 * rule, route, listener and Gateway; one with a merge type is completed by the Gateway's.
 */
function isAuthenticated(route: Resource<Route>, rule: string | undefined, stack: Stack): boolean {
  const own = policiesOn<AuthenticationSpec>(types.securityPolicy, "HTTPRoute", route, stack);
  const nearest =
    own.find(({ target }) => isSet(target.sectionName) && target.sectionName === rule) ??
    own.find(({ target }) => !isSet(target.sectionName));
  const isAlone = nearest !== undefined && !isSet(within(nearest.policy.inputs.spec, ({ mergeType }) => mergeType));
  return (
    requiresAuthentication(nearest?.policy) || (!isAlone && parentsOf(route, stack).some(isAuthenticatedAt(stack)))
  );
}

function isAuthenticatedAt(stack: Stack) {
  return ({ reference, gateway }: ReturnType<typeof parentsOf>[number]): boolean =>
    policiesOn<AuthenticationSpec>(types.securityPolicy, "Gateway", gateway, stack).some(
      ({ policy, target }) =>
        requiresAuthentication(policy) && (!isSet(target.sectionName) || target.sectionName === reference.sectionName),
    );
}

function requiresAuthentication(policy: Resource<Policy<AuthenticationSpec>> | undefined): boolean {
  const keeps = within(
    policy?.inputs.spec,
    ({ apiKeyAuth, basicAuth, oidc, extAuth, jwt, authorization }) =>
      [apiKeyAuth, basicAuth, oidc].some(isSet) ||
      within(extAuth, ({ failOpen }) => failOpen !== true) ||
      within(jwt, ({ optional, failOpen }) => optional !== true && failOpen !== true) ||
      within(authorization, ({ defaultAction }) => defaultAction !== "Allow"),
  );
  return keeps === true || keeps === UNKNOWN;
}

/** Whether a target, or the rule of a route that it names, accepts methods other than GET and HEAD. */
function acceptsWrites(policy: Resource<TrafficPolicy>, stack: Stack) {
  return ({ kind, name, sectionName }: ReturnType<typeof targetsOf>[number]): boolean => {
    const route = stack
      .all<Route>(types.route)
      .find((each) => nameOf(each) === name && namespaceOf(each) === namespaceOf(policy));
    if (kind !== "HTTPRoute" || route === undefined) {
      return true;
    }
    const rules = rulesOf(route).filter((rule) => !isSet(sectionName) || rule.name === sectionName);
    const matches = rules.flatMap((rule) => itemsOf(rule.matches ?? [{}]));
    return matches.some(({ method }: { method?: string }) => !mayBe(method, "GET", "HEAD"));
  };
}
