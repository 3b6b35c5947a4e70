/** Listeners of Gateways, and the routes that are attached to them. */

import { UNKNOWN } from "../../../graph/inputs.ts";
import type { Resource } from "../../../graph/resource.ts";
import { ofType, type Rule, resourceRule, stackRule } from "../../engine/rule.ts";
import { isSet, itemsOf, mayBe, within } from "../../engine/unknown.ts";
import { namespaceOf } from "../kubernetes/objects.ts";
import { isEmptySelector, type LabelSelector } from "../kubernetes/selectors.ts";
import {
  type Gateway,
  isReferenceGranted,
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
    what: "Routes on a listener for plain HTTP only redirect to HTTPS.",
    why: "Otherwise passwords, tokens and predictions can be read on the network.",
    fix: "Name the HTTPS listener in `sectionName` of the parentRef.",
    references: [],
    on: isRoute,
    checkIn: (route, stack) => {
      const open = listenersOf(route, stack).filter(({ listener }) => listener.protocol === "HTTP");
      const carries = rulesOf(route).some((rule) => !redirectsToHttps(rule));
      return carries ? open.map(({ listener }) => `The listener "${listener.name}" serves it over plain HTTP.`) : [];
    },
  }),

  resourceRule<Gateway>({
    name: "gateway-listener-has-certificate",
    severity: "critical",
    what: "Listeners that terminate TLS have a certificate.",
    why: "The Gateway rejects a listener without one, and with it every route of its host.",
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
    what: "Every HTTPS listener is for one host, without a wildcard.",
    why: "A wildcard lets any route claim any host under the domain, with a certificate for all of them.",
    fix: "Set `hostname` of the listener to the host.",
    references: [],
    on: isGateway,
    check: (gateway) =>
      listenersIn(gateway)
        .filter(({ protocol, hostname }) => protocol !== "HTTP" && hasWildcardHost(hostname))
        .map(({ name, hostname }) => `The listener "${name}" is for ${hostname ?? "every host"}.`),
  }),

  resourceRule<Gateway>({
    name: "gateway-routes-limited",
    severity: "high",
    what: "Listeners accept routes only from named namespaces.",
    why: "Otherwise whoever may create a route anywhere in the cluster can take over a path of the host.",
    fix: "Set `allowedRoutes.namespaces.from` to Same, or to Selector with the namespaces.",
    references: [],
    on: isGateway,
    check: (gateway) =>
      listenersIn(gateway)
        .filter(
          ({ allowedRoutes }) =>
            within(allowedRoutes, ({ namespaces }) => within(namespaces, acceptsEveryNamespace)) === true,
        )
        .map(({ name }) => `The listener "${name}" accepts routes from every namespace.`),
  }),

  stackRule<Route>({
    name: "route-listener-exists",
    severity: "medium",
    what: "A route names an existing listener of its Gateway, where the Gateway is in the stack.",
    why: "A route without a listener is created without an error, but serves no requests.",
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
    why: "A wildcard makes the route answer for hosts that nobody intended.",
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
    what: "A route's reference to another namespace is allowed by a ReferenceGrant there.",
    why: "Without one, the route answers every request with status 500.",
    fix: "Create a ReferenceGrant in the namespace of the Service.",
    references: [],
    on: isRoute,
    checkIn: (route, stack) => {
      const from = { kind: route.type.split(":").at(-1) ?? "", namespace: namespaceOf(route) };
      const backends = rulesOf(route).flatMap(({ backendRefs }) => [...itemsOf(backendRefs)]);
      const foreign = backends.filter(
        ({ namespace = from.namespace }) => namespace !== from.namespace && namespace !== UNKNOWN,
      );
      const refused = foreign.filter((backend) => !isReferenceGranted(from, { kind: "Service", ...backend }, stack));
      return [...new Set(refused.map(({ name, namespace }) => `${namespace}/${name}`))].map(
        (backend) => `No ReferenceGrant allows the route to refer to ${backend}.`,
      );
    },
  }),
];

/** An empty selector matches every namespace. */
function acceptsEveryNamespace({ from, selector }: { from?: string; selector?: LabelSelector }): boolean {
  return from === "All" || (from === "Selector" && isEmptySelector(selector));
}

function redirectsToHttps({ filters, backendRefs }: RouteRule): boolean {
  const isRedirect = itemsOf(filters).some(
    ({ type, requestRedirect }) => type === "RequestRedirect" && mayBe(requestRedirect?.scheme, "https"),
  );
  return isRedirect && itemsOf(backendRefs).length === 0;
}

/** The default mode is `Terminate`. Other implementations also take certificates by options; Envoy Gateway does not. */
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

function hasWildcardHost(hostname: string | undefined): boolean {
  return !isSet(hostname) || String(hostname).includes("*");
}
