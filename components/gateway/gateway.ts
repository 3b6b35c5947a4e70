import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import { checkedArgs } from "../checkedArgs.ts";
import { installChart, mergedValues } from "../kubernetes/helmChart.ts";
import type { Route } from "../kubernetes/route.ts";
import { type Cors, type GatewayArgs, gatewayArgsSchema } from "./args.ts";
import { corsSpec } from "./cors.ts";
import { httpRouteSpec, readsRule, referenceGrantSpec } from "./httpRoute.ts";
import { luaValues, oldShapeRule, oldShapeSpec } from "./hydrogenTorch17.ts";
import { certificateName, certificateSpec, gatewaySpec, redirectSpec } from "./listeners.ts";
import { authenticationSpec, clientSpec, retrySpec, targets, trafficLimits } from "./policies.ts";
import { envoyProxySpec, gatewayClassSpec } from "./proxy.ts";
import { preflightAnswerSpec, preflightRouteSpec, scaledToZeroOverrides } from "./scaledToZero.ts";

const gatewayApi = "gateway.networking.k8s.io/v1";
const envoyGateway = "gateway.envoyproxy.io/v1alpha1";

/** One Gateway of Envoy Gateway, with its listeners, certificates, routes and policies. */
export class Gateway extends ComponentResource {
  /** Addresses of the routes, by name. */
  readonly urls: Record<string, string>;

  readonly #namespace: string;
  readonly #controller: Resource[];

  constructor(name: string, given: GatewayArgs, opts?: ComponentResourceOptions) {
    super("mlops-platform:gateway:Gateway", name, {}, opts);
    const args = checkedArgs(`Gateway "${name}"`, gatewayArgsSchema, { ...given, name });
    const { namespace, routes, cors, deploymentHosts } = args;
    const hosts = hostsOf(routes, deploymentHosts);
    const scoringRoutes = routes.filter(({ scoring }) => scoring);
    const scoringHosts = hostsOf(scoringRoutes, deploymentHosts);

    this.#namespace = namespace;
    this.#controller = installChart(
      `${name}-controller`,
      {
        ...args.controller,
        values: mergedValues(args.lua ? luaValues : {}, args.controller.values),
        pinned: args.pinnedController,
        namespace,
        rendering: args.rendering,
      },
      { parent: this },
    );
    this.#gateway(name, hosts, args);
    this.#trafficPolicies(name, scoringHosts, args);
    for (const route of routes) {
      this.#route(name, route);
    }
    if (cors) {
      this.#object(envoyGateway, "SecurityPolicy", name, {
        ...targets({ kind: "Gateway", name }),
        cors: corsSpec(cors),
      });
      this.#preflight(name, scoringHosts, cors);
    }

    this.urls = Object.fromEntries(routes.map((route) => [route.name, `https://${route.host}${route.path ?? "/"}`]));
    this.registerOutputs({ urls: this.urls });
  }

  /** The Gateway with its class and proxies, a certificate for each host, and the redirect from HTTP to HTTPS. */
  #gateway(name: string, hosts: string[], { namespace, proxy, issuer, deploymentHosts, routes }: GatewayArgs): void {
    this.#object(envoyGateway, "EnvoyProxy", name, envoyProxySpec(proxy));
    this.#object(gatewayApi, "GatewayClass", name, gatewayClassSpec(name, namespace), { namespace: undefined });
    for (const host of hosts) {
      this.#object("cert-manager.io/v1", "Certificate", certificateName(host), certificateSpec(host, issuer));
    }
    this.#object(gatewayApi, "Gateway", name, gatewaySpec({ name, namespace, hosts, deploymentHosts }), {
      annotations: { "pulumi.com/waitFor": "condition=Programmed" },
    });
    this.#object(gatewayApi, "HTTPRoute", `${name}-https-redirect`, redirectSpec(name));
    const client = clientSpec(routes);
    if (Object.keys(client).length > 0) {
      this.#object(envoyGateway, "ClientTrafficPolicy", name, { ...targets({ kind: "Gateway", name }), ...client });
    }
  }

  /** Limits for all routes, and the response for deployments that are scaled down. */
  #trafficPolicies(name: string, scoringHosts: string[], args: GatewayArgs): void {
    const limits = trafficLimits(args);
    if (Object.keys(limits).length > 0) {
      this.#object(envoyGateway, "BackendTrafficPolicy", name, { ...targets({ kind: "Gateway", name }), ...limits });
    }
    if (scoringHosts.length > 0) {
      this.#object(envoyGateway, "BackendTrafficPolicy", `${name}-scoring`, {
        ...targets(...scoringHosts.map((sectionName) => ({ kind: "Gateway", name, sectionName }) as const)),
        ...limits,
        responseOverride: scaledToZeroOverrides(args.cors),
      });
    }
  }

  /** An HTTPRoute with its policies. */
  #route(gateway: string, route: Route): void {
    const { name, service, ready, retries, authentication, hydrogenTorch17 } = route;
    const target = { kind: "HTTPRoute", name } as const;
    this.#object(gatewayApi, "HTTPRoute", name, httpRouteSpec(gateway, route), { ready });
    if (service.namespace !== this.#namespace) {
      const { namespace } = service;
      this.#object(gatewayApi, "ReferenceGrant", name, referenceGrantSpec(this.#namespace, route), {
        namespace,
        ready,
      });
    }
    const traffic = { ...trafficLimits(route), ...(retries?.posts && retrySpec(retries)) };
    if (Object.keys(traffic).length > 0) {
      this.#object(envoyGateway, "BackendTrafficPolicy", name, { ...targets(target), ...traffic });
    }
    if (retries && !retries.posts) {
      const spec = { ...targets({ ...target, sectionName: readsRule }), ...traffic, ...retrySpec(retries) };
      this.#object(envoyGateway, "BackendTrafficPolicy", `${name}-${readsRule}`, spec);
    }
    if (hydrogenTorch17) {
      const requests = hydrogenTorch17.clients === "header" ? { ...target, sectionName: oldShapeRule } : target;
      const spec = { ...targets(requests), ...oldShapeSpec(hydrogenTorch17) };
      this.#object(envoyGateway, "EnvoyExtensionPolicy", name, spec);
    }
    if (authentication) {
      const spec = { ...targets(target), ...authenticationSpec(authentication, route.path) };
      this.#object(envoyGateway, "SecurityPolicy", name, spec);
    }
  }

  /** Responses to preflight requests for deployments, which may have no replicas. */
  #preflight(gateway: string, hosts: string[], cors: Cors): void {
    const name = `${gateway}-preflight`;
    if (hosts.length > 0) {
      this.#object(envoyGateway, "HTTPRouteFilter", name, preflightAnswerSpec(cors));
      this.#object(gatewayApi, "HTTPRoute", name, preflightRouteSpec(gateway, hosts, cors, name));
    }
  }

  /** An object in the Gateway's namespace, unless `placing` names another. */
  #object(apiVersion: string, kind: string, name: string, spec: object, placing: Placing = {}): void {
    const { ready = [], ...metadata } = placing;
    new CustomResource(
      name,
      { apiVersion, kind, metadata: { name, namespace: this.#namespace, ...metadata }, spec },
      { parent: this, dependsOn: [...this.#controller, ...ready] },
    );
  }
}

interface Placing {
  /** `undefined` for an object of the cluster. */
  namespace?: string | undefined;
  annotations?: Record<string, string>;

  /** Resources that must exist first, beside the controller. */
  ready?: Resource[] | undefined;
}

/** Hosts of routes, and of those that others make; each once. */
function hostsOf(routes: Route[], deploymentHosts: Record<string, string[]>): string[] {
  return [...new Set([...routes.map(({ host }) => host), ...Object.keys(deploymentHosts)])].sort();
}
