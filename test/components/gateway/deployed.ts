import type { RecordedResource } from "../../../commands/render/monitor.ts";
import type { GatewayArgs } from "../../../components/gateway/args.ts";
import { Gateway } from "../../../components/gateway/gateway.ts";
import type { Route } from "../../../components/kubernetes/route.ts";
import { at, type Stack, stack } from "../../support/stack.ts";

/** A route to a Service of another namespace. */
export const churn: Route = {
  name: "churn",
  host: "scoring.example.com",
  path: "/churn",
  service: { name: "churn", namespace: "scorers", port: 8080 },
};

/** A gateway with one route, whose controller others install. */
export const gatewayArgs: GatewayArgs = {
  namespace: "envoy-gateway-system",
  controller: { install: false, values: {} },
  pinnedController: { chart: "oci://charts.example.com/gateway-helm", version: "v1.9.1" },
  lua: false,
  rendering: false,
  issuer: { kind: "ClusterIssuer", name: "letsencrypt" },
  proxy: { replicas: 2, serviceType: "LoadBalancer", serviceAnnotations: { "example.com/scheme": "internal" } },
  deploymentHosts: {},
  routes: [churn],
};

/** Type of the Gateway object in full, since its last part alone is the component's too. */
export const gatewayType = "kubernetes:gateway.networking.k8s.io/v1:Gateway";

/** Calls from one origin. */
export const cors = { allowedOrigin: "https://ui.example.com", allowedHeaders: ["authorization"] };

/** Deploys the gateway, and gives what tests look at. */
export const deployed = (changes: Partial<GatewayArgs> = {}): Promise<Stack> =>
  stack(() => ({ urls: new Gateway("mlops", { ...gatewayArgs, ...changes }).urls }));

/** The gateway with one route. */
export const carrying = (changes: Partial<Route>, more: Partial<GatewayArgs> = {}) =>
  deployed({ routes: [{ ...churn, ...changes }], ...more });

/** Targets of a policy, each as `Kind name section`. */
export const targetsOf = (policy: RecordedResource) =>
  (at(policy, "spec.targetRefs") as unknown as { kind: string; name: string; sectionName?: string }[]).map(
    ({ kind, name, sectionName = "" }) => `${kind} ${name} ${sectionName}`.trim(),
  );
