import { z } from "zod";
import { gateway, route } from "../../config/gateway/gateway.ts";
import { needsLua } from "../../config/gateway/luaScripts.ts";
import { routeProblems } from "../../config/gateway/routes.ts";
import { kubernetesName } from "../../config/values.ts";
import type { ChartChoice, PinnedChart } from "../kubernetes/helmChart.ts";
import type { RateLimit, Route } from "../kubernetes/route.ts";

/** A Gateway of Envoy Gateway 1.9 or later (Gateway API 1.6), with its routes. */
export interface GatewayArgs {
  /** Envoy Gateway's namespace. The Gateway, its certificates, routes and policies are in it too. */
  namespace: string;

  /** The controller: installed, or expected to be there. */
  controller: ChartChoice;
  pinnedController: PinnedChart;

  /** The controller accepts Lua scripts, which are off by default: `hydrogenTorch17` of a route needs them. */
  lua: boolean;

  /** A provider that renders cannot hold a Helm release: it renders the chart's objects instead. */
  rendering: boolean;

  /** Issuer of cert-manager. */
  issuer: { kind: "ClusterIssuer" | "Issuer"; name: string };

  proxy: {
    replicas: number;
    serviceType: "LoadBalancer" | "NodePort" | "ClusterIP";
    serviceAnnotations: Record<string, string>;
  };

  /** The one origin that browsers may call from, and the headers they may send. @default no cross-origin calls */
  cors?: Cors | undefined;

  /** Time limit of a response, for routes without their own. @default Envoy's 15s */
  timeout?: string | undefined;

  /** Rate limit of each route without its own. @default none */
  rateLimit?: RateLimit | undefined;

  /** Hosts for HTTPRoutes that others make for deployments, with the namespaces of these HTTPRoutes. */
  deploymentHosts: Record<string, string[]>;

  /** All routes of the Gateway, from which its listeners are derived. */
  routes: Route[];
}

export interface Cors {
  allowedOrigin: string;
  allowedHeaders: string[];
}

const named = route.safeExtend({ name: kubernetesName, ready: z.array(z.unknown()).optional() });

function exclusive(
  { name, routes }: { name: string; routes: z.output<typeof named>[] },
  context: z.RefinementCtx,
): void {
  for (const { index, key, message, found } of routeProblems(name, routes)) {
    const path = ["routes", index, ...(key === undefined ? [] : [key])];
    context.addIssue({ code: "custom", path, message, params: { found } });
  }
}

const { namespace, controller, lua, issuer, proxy, cors, timeout, rateLimit, deploymentHosts } = gateway.shape;

export const gatewayArgsSchema = z
  .looseObject({
    name: kubernetesName,
    ...{ namespace, controller, lua, issuer, proxy, cors, timeout, rateLimit, deploymentHosts },
    routes: z.array(named),
  })
  .superRefine(needsLua)
  .superRefine(exclusive);
