/** The way into the stack: listeners of Gateways, and the routes that hang on them. */

import { UNKNOWN } from "../../../graph/inputs.ts";
import { ofType, type Resource, type Rule, resourceRule, stackRule } from "../../engine/rule.ts";
import { isSet, itemsOf, mayBe, within } from "../../engine/unknown.ts";
import { namespaceOf } from "../kubernetes/objects.ts";
import { isEmptySelector, type LabelSelector } from "../kubernetes/selectors.ts";
import {
  type Gateway,
  isGranted,
  type Listener,
  listenersIn,
  listenersOf,
  parentsOf,
  type Route,
  type RouteRule,
  rulesOf,
  types,
} from "./objects.ts";

const isGateway = ofType(types.gateway);
const isRoute = ofType(types.route, types.grpcRoute);

export const gateways: Rule[] = [
  stackRule<Route>({
    name: "route-over-http-redirects",
    severity: "critical",
    what: "On a listener for plain HTTP, routes do nothing but send clients to HTTPS.",
    why: "Passwords, tokens and what models answer would be readable on the way.",
    fix: "Name the HTTPS listener in `sectionName` of the parentRef.",
    references: [],
    on: isRoute,
    checkIn: (route, stack) => {
      const open = listenersOf(route, stack).filter(({ listener }) => listener.protocol === "HTTP");
      const carries = rulesOf(route).some((rule) => !redirectsToHttps(rule));
      return carries ? open.map(({ listener }) => `The listener "${listener.name}" carries it over plain HTTP.`) : [];
    },
  }),

  resourceRule<Gateway>({
    name: "gateway-listener-has-certificate",
    severity: "critical",
    what: "Listeners that end TLS have a certificate.",
    why: "A listener without one is refused, and with it everything on its host.",
    fix: "Name the Secret with the certificate in `tls.certificateRefs`.",
    references: [],
    on: isGateway,
    check: (gateway) =>
      listenersIn(gateway)
        .filter(lacksCertificate)
        .map(({ name }) => `The listener "${name}" has no certificate.`),
  }),

  resourceRule<Gateway>({
    name: "gateway-listener-host-exact",
    severity: "medium",
    what: "Listeners for HTTPS are for one host each, without a wildcard.",
    why: "A wildcard lets any route claim any host under the domain, and its certificate speaks for all of them.",
    fix: "Set `hostname` of the listener to the host.",
    references: [],
    on: isGateway,
    check: (gateway) =>
      listenersIn(gateway)
        .filter(({ protocol, hostname }) => protocol !== "HTTP" && isOpenHost(hostname))
        .map(({ name, hostname }) => `The listener "${name}" is for ${hostname ?? "every host"}.`),
  }),

  resourceRule<Gateway>({
    name: "gateway-routes-limited",
    severity: "high",
    what: "Listeners take routes from namespaces that are named.",
    why: "Otherwise whoever may make a route anywhere in the cluster can take over a path of this host.",
    fix: "Set `allowedRoutes.namespaces.from` to Same, or to Selector with the namespaces.",
    references: [],
    on: isGateway,
    check: (gateway) =>
      listenersIn(gateway)
        .filter(({ allowedRoutes }) => within(allowedRoutes, ({ namespaces }) => within(namespaces, isForAll)) === true)
        .map(({ name }) => `The listener "${name}" takes routes from every namespace.`),
  }),

  stackRule<Route>({
    name: "route-listener-exists",
    severity: "medium",
    what: "The listener that a route names is one of its Gateway's, where the Gateway is in the stack.",
    why: "A route on no listener is accepted, and carries nothing.",
    fix: "Name a listener of the Gateway in `sectionName`.",
    references: [],
    on: isRoute,
    checkIn: (route, stack) =>
      parentsOf(route, stack).flatMap(({ reference: { sectionName }, gateway }) =>
        !isSet(sectionName) || mayHaveListener(gateway, sectionName)
          ? []
          : [`The Gateway has no listener "${sectionName}".`],
      ),
  }),

  resourceRule<Route>({
    name: "route-host-exact",
    severity: "medium",
    what: "Routes name no host with a wildcard.",
    why: "They would answer for hosts that nobody thought of.",
    fix: "Name the hosts in `hostnames`.",
    references: [],
    on: isRoute,
    check: ({ inputs }) =>
      itemsOf(within(inputs.spec, ({ hostnames }) => hostnames))
        .filter((host) => host.includes("*"))
        .map((host) => `The route answers for ${host}.`),
  }),

  stackRule<Route>({
    name: "route-backend-granted",
    severity: "high",
    what: "What a route refers to in another namespace is granted by a ReferenceGrant there.",
    why: "Without one, the route answers every request with a 500.",
    fix: "Make a ReferenceGrant in the namespace of the Service.",
    references: [],
    on: isRoute,
    checkIn: (route, stack) => {
      const from = { kind: route.type.split(":").at(-1) ?? "", namespace: namespaceOf(route) };
      const backends = rulesOf(route).flatMap(({ backendRefs }) => [...itemsOf(backendRefs)]);
      const foreign = backends.filter(
        ({ namespace = from.namespace }) => namespace !== from.namespace && namespace !== UNKNOWN,
      );
      const refused = foreign.filter((backend) => !isGranted(from, { kind: "Service", ...backend }, stack));
      return [...new Set(refused.map(({ name, namespace }) => `${namespace}/${name}`))].map(
        (backend) => `No ReferenceGrant lets the route reach ${backend}.`,
      );
    },
  }),
];

/** A selector with nothing in it takes up every namespace. */
function isForAll({ from, selector }: { from?: string; selector?: LabelSelector }): boolean {
  return from === "All" || (from === "Selector" && isEmptySelector(selector));
}

function redirectsToHttps({ filters, backendRefs }: RouteRule): boolean {
  const isRedirect = itemsOf(filters).some(
    ({ type, requestRedirect }) => type === "RequestRedirect" && mayBe(requestRedirect?.scheme, "https"),
  );
  return isRedirect && itemsOf(backendRefs).length === 0;
}

/** `Terminate` is the default mode. Certificates may also come by options of the implementation; ours takes none. */
function lacksCertificate({ protocol, tls }: Listener): boolean {
  const mode = within(tls, (own) => own.mode) ?? "Terminate";
  const references = within(tls, ({ certificateRefs }) => certificateRefs);
  return (
    ["HTTPS", "TLS"].includes(protocol) &&
    mode === "Terminate" &&
    references !== UNKNOWN &&
    itemsOf(references).length === 0
  );
}

function mayHaveListener({ inputs }: Resource<Gateway>, name = ""): boolean {
  const has = within(inputs.spec, ({ listeners }) =>
    within(listeners, (all) => all.some((each) => mayBe(name, each.name))),
  );
  return mayBe(has, true);
}

function isOpenHost(hostname: string | undefined): boolean {
  return !isSet(hostname) || String(hostname).includes("*");
}
