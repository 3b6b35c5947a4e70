/** Conflicts between the routes of one gateway: hosts and paths, names of objects, headers. */

/** Name of the stack's Gateway, with which the names of its policies and its own routes begin. */
export const gatewayName = "mlops";

interface NamedRoute {
  name: string;
  host: string;
  path?: string | undefined;
  retries?: { posts: boolean } | undefined;
  forwardHeaders?: string | undefined;
  requestHeaders?: { set: Record<string, string> } | undefined;
  authentication?: { kind: string; claimHeaders?: Record<string, string> } | undefined;
}

export interface RouteProblem {
  /** Index of the route in the list. */
  index: number;
  key?: "path" | "forwardHeaders";
  message: string;
  found: string;
}

/** The problems of each route with the others. Of two routes in conflict, the later one is reported. */
export function routeProblems(gateway: string, routes: NamedRoute[]): RouteProblem[] {
  const taken = [gateway, ...["https-redirect", "preflight", "scoring"].map((part) => `${gateway}-${part}`)];
  return routes.flatMap((route, index) => {
    const before = routes.slice(0, index);
    const others = routes.filter((other) => other !== route);
    return [
      ...nameProblems(route, before, taken, others),
      ...placeProblems(route, before),
      ...headerProblems(route, others),
    ].map((problem) => ({ index, ...problem }));
  });
}

/** Path without the slash at its end, which the Gateway API ignores. */
export function plainPath(path = "/"): string {
  return path === "/" ? path : path.replace(/\/$/, "");
}

type Problem = Omit<RouteProblem, "index">;

function nameProblems({ name }: NamedRoute, before: NamedRoute[], taken: string[], others: NamedRoute[]): Problem[] {
  const reads = others.find((other) => other.retries?.posts === false && name === `${other.name}-reads`);
  if (taken.includes(name) || reads) {
    const owner = reads === undefined ? "the Gateway's own objects" : `policies of the route ${reads.name}`;
    return [{ message: `another name for the route: its objects would have the names of ${owner}`, found: name }];
  }
  const isRepeated = before.some((other) => other.name === name);
  return isRepeated ? [{ message: "a name of its own for each route", found: name }] : [];
}

function placeProblems({ host, path }: NamedRoute, before: NamedRoute[]): Problem[] {
  const found = `${host}${plainPath(path)}`;
  const other = before.find((each) => `${each.host}${plainPath(each.path)}` === found);
  return other === undefined
    ? []
    : [{ key: "path", message: `a host and path of its own: the route ${other.name} has these`, found }];
}

/** A header that carries a claim on one route is removed from requests on all routes, before a route is chosen. */
function headerProblems(route: NamedRoute, others: NamedRoute[]): Problem[] {
  const { forwardHeaders = "" } = route;
  const own = [...claimHeaders(route), ...Object.keys(route.requestHeaders?.set ?? {}).map(lower)];
  const names = forwardHeaders.split(",").map((name) => name.trim());
  return names
    .filter((name) => !own.includes(lower(name)))
    .flatMap((name) => {
      const other = others.find((each) => claimHeaders(each).includes(lower(name)));
      const message = `no ${name}, which clients may not send: it carries a claim on the route ${other?.name}`;
      return other === undefined ? [] : [{ key: "forwardHeaders", message, found: forwardHeaders } as const];
    });
}

function claimHeaders({ authentication }: NamedRoute): string[] {
  return Object.keys(authentication?.claimHeaders ?? {}).map(lower);
}

function lower(name: string): string {
  return name.toLowerCase();
}
