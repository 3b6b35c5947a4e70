import type { Route } from "../kubernetes/route.ts";
import { oldShapeHeader, oldShapeRule } from "./hydrogenTorch17.ts";

/** Name of the rule for GET and HEAD, which are safe to retry. */
export const readsRule = "reads";

/** Spec of the HTTPRoute of a route. A policy for some requests only targets a rule of its own. */
export function httpRouteSpec(gateway: string, route: Route) {
  const { host, path = "/", service, retries, hydrogenTorch17 } = route;
  const pathMatch = { path: { type: "PathPrefix", value: path } };
  const rest = { ...headerFilters(route), backendRefs: [service] };
  const reads = ["GET", "HEAD"].map((method) => ({ ...pathMatch, method }));
  const oldShape = { ...pathMatch, headers: [oldShapeHeader] };
  return {
    parentRefs: [{ name: gateway, sectionName: host }],
    hostnames: [host],
    rules: [
      ...(retries && !retries.posts ? [{ name: readsRule, matches: reads, ...rest }] : []),
      ...(hydrogenTorch17?.clients === "header" ? [{ name: oldShapeRule, matches: [oldShape], ...rest }] : []),
      { name: "main", matches: [pathMatch], ...rest },
    ],
  };
}

/** Lets HTTPRoutes of the Gateway's namespace reach the Service of a route in another one. */
export function referenceGrantSpec(namespace: string, { service }: Route) {
  return {
    from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace }],
    to: [{ group: "", kind: "Service", name: service.name }],
  };
}

function headerFilters({ requestHeaders }: Route) {
  const set = Object.entries(requestHeaders?.set ?? {}).map(([name, value]) => ({ name, value }));
  const remove = requestHeaders?.remove ?? [];
  const modifier = { ...(set.length > 0 && { set }), ...(remove.length > 0 && { remove }) };
  const isEmpty = Object.keys(modifier).length === 0;
  return isEmpty ? {} : { filters: [{ type: "RequestHeaderModifier", requestHeaderModifier: modifier }] };
}
