/** Who gets in, and past what: policies of Envoy Gateway, Ingresses, Routes of OpenShift, Services. */

import type { core, networking } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { UNKNOWN } from "../../../graph/inputs.ts";
import { ofType, type Resource, type Rule, resourceRule, stackRule } from "../../engine/rule.ts";
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

/** Fields of a SecurityPolicy that keep somebody out, and the switches by which they let everybody in. */
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
 * Segments of paths that change the platform, make users or show its inside. MLflow is routed as a whole and lets nobody
 * in without its own login, so that its `/signup` is no route of its own.
 */
const adminPaths =
  /(^|\/)(admin|administration|signup|register|console|dashboard|metrics|prometheus|actuator|debug|pprof)(\/|$)/i;

export const exposures: Rule[] = [
  stackRule<Route>({
    name: "route-admin-path-authenticated",
    severity: "critical",
    what: "Routes to administration, sign-up and metrics pages let in only who has logged in.",
    why: "These pages make users, change settings or show how the platform works inside.",
    fix: "Set `authentication` of the route, or a SecurityPolicy on it.",
    references: [],
    on: ofType(types.route),
    checkIn: (route, stack) => {
      const rules = rulesOf(route).filter((rule) => !isAuthenticated(route, rule.name, stack));
      const paths = rules.flatMap(({ matches, filters }) => [
        ...itemsOf(matches).map(({ path }) => path?.value ?? "/"),
        ...itemsOf(filters).flatMap(({ urlRewrite }) => Object.values(urlRewrite?.path ?? {}).map(String)),
      ]);
      return paths.filter((path) => adminPaths.test(path)).map((path) => `Everybody is let in to ${path}.`);
    },
  }),

  resourceRule<SecurityPolicy & Route>({
    name: "cors-origin-exact",
    severity: "high",
    what: "Pages that may call with the user's credentials are of origins that are named.",
    why: "With a wildcard, any page that a user opens can act in the user's name.",
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
        .map((origin) => `Pages of ${origin} may call with the user's credentials.`);
    },
  }),

  resourceRule<SecurityPolicy>({
    name: "token-issuer-over-tls",
    severity: "critical",
    what: "Issuers of tokens, and their keys, are reached over TLS.",
    why: "Whoever is on the way could put in keys of their own, and then sign any token.",
    fix: "Give the issuer and its keys as `https://…`.",
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
    what: "Requests are tried again only where they read: GET and HEAD.",
    why: "A POST that is tried again may be counted, billed or carried out twice.",
    fix: "Leave out `retries.posts` of the route; where a POST may be repeated, an exception says so.",
    references: [],
    on: ofType(types.trafficPolicy),
    checkIn: (policy, stack) =>
      isSet(within(policy.inputs.spec, ({ retry }) => retry)) &&
      (targetSelectorsOf(policy).length > 0 || targetsOf(policy).some(isOfWrites(policy, stack)))
        ? ["Requests that write are tried again."]
        : [],
  }),

  resourceRule<Ingress>({
    name: "ingress-tls-set",
    severity: "critical",
    what: "Every host of an Ingress has TLS, and so has its default backend.",
    why: "Passwords, tokens and what models answer would be readable on the way.",
    fix: "Add the host to `spec.tls`, with the Secret of its certificate.",
    references: [],
    on: ofType("kubernetes:networking.k8s.io/v1:Ingress"),
    check: ({ inputs }) => {
      const tls = within(inputs.spec, (spec) => spec.tls);
      // Without hosts, it is for all that the controller has.
      const coversAll = itemsOf(tls).some(
        ({ hosts }) => !isSet(hosts) || !isKnown(hosts) || itemsOf(hosts).includes(UNKNOWN),
      );
      const covered = itemsOf(tls).flatMap(({ hosts }) => [...itemsOf(hosts)]);
      const hosts = itemsOf(within(inputs.spec, ({ rules }) => rules)).map(({ host }) => host ?? "every host");
      const fallback = within(inputs.spec, ({ defaultBackend }) => defaultBackend);
      const all = [...hosts, ...(isSet(fallback) && hosts.length === 0 ? ["every host"] : [])];
      const open = all.filter((host) => tls !== UNKNOWN && !coversAll && !mayBe(host, ...covered));
      return [...new Set(open)].map((host) => `${host} has no TLS.`);
    },
  }),

  resourceRule<OpenShiftRoute>({
    name: "openshift-route-tls-set",
    severity: "critical",
    what: "Every Route of OpenShift has TLS, and sends plain HTTP to it or nowhere.",
    why: "Passwords, tokens and what models answer would be readable on the way.",
    fix: "Set `tls.termination`, and `tls.insecureEdgeTerminationPolicy: Redirect`.",
    references: [],
    on: ofType("kubernetes:route.openshift.io/v1:Route"),
    check: ({ inputs }) => {
      const tls = within(inputs.spec, (spec) => spec.tls);
      const isOpen = within(tls, (own) => own.insecureEdgeTerminationPolicy) === "Allow";
      const isEnded = isSet(within(tls, (own) => own.termination));
      return isEnded && !isOpen ? [] : ["The route carries plain HTTP."];
    },
  }),

  resourceRule<Service>({
    name: "service-inside-the-cluster",
    severity: "high",
    what: "Services are reached from inside the cluster; the Gateway, an Ingress or a Route carries what comes from outside.",
    why: "A load balancer or node port of its own goes past TLS, logins and limits.",
    fix: "Remove `type` and `externalIPs`, and carry the Service by a route.",
    references: ["kube-linter exposed-services"],
    on: ofType("kubernetes:core/v1:Service"),
    check: ({ inputs }) => {
      const type = within(inputs.spec, (spec) => spec.type) ?? "ClusterIP";
      const addresses = itemsOf(within(inputs.spec, (spec) => spec.externalIPs));
      return [
        ...(["LoadBalancer", "NodePort"].includes(type) ? [`The Service is a ${type}.`] : []),
        ...(addresses.length > 0 ? ["The Service takes addresses outside the cluster by externalIPs."] : []),
      ];
    },
  }),
];

/**
 * Whether a SecurityPolicy on a rule keeps somebody out. Envoy Gateway takes the nearest one alone: rule, route, listener,
 * Gateway; with a merge type, what that one leaves open is taken from the Gateway.
 */
function isAuthenticated(route: Resource<Route>, rule: string | undefined, stack: Stack): boolean {
  const own = policiesOn<AuthenticationSpec>(types.securityPolicy, "HTTPRoute", route, stack);
  const nearest =
    own.find(({ target }) => isSet(target.sectionName) && target.sectionName === rule) ??
    own.find(({ target }) => !isSet(target.sectionName));
  const isAlone = nearest !== undefined && !isSet(within(nearest.policy.inputs.spec, ({ mergeType }) => mergeType));
  return keepsOut(nearest?.policy) || (!isAlone && parentsOf(route, stack).some(isAuthenticatedAt(stack)));
}

function isAuthenticatedAt(stack: Stack) {
  return ({ reference, gateway }: ReturnType<typeof parentsOf>[number]): boolean =>
    policiesOn<AuthenticationSpec>(types.securityPolicy, "Gateway", gateway, stack).some(
      ({ policy, target }) =>
        keepsOut(policy) && (!isSet(target.sectionName) || target.sectionName === reference.sectionName),
    );
}

function keepsOut(policy: Resource<Policy<AuthenticationSpec>> | undefined): boolean {
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

/** Whether a target, or the rule of a route that it names, has requests of other methods than GET and HEAD. */
function isOfWrites(policy: Resource<TrafficPolicy>, stack: Stack) {
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
