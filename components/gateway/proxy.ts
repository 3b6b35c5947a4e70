import type { GatewayArgs } from "./args.ts";

const controllerName = "gateway.envoyproxy.io/gatewayclass-controller";

/** Spec of the GatewayClass whose proxies an EnvoyProxy describes. */
export function gatewayClassSpec(name: string, namespace: string) {
  return {
    controllerName,
    parametersRef: { group: "gateway.envoyproxy.io", kind: "EnvoyProxy", name, namespace },
  };
}

/** Spec of the EnvoyProxy: number of proxies, and their Service. At most one proxy is unavailable at a time. */
export function envoyProxySpec({ replicas, serviceType, serviceAnnotations }: GatewayArgs["proxy"]) {
  return {
    provider: {
      type: "Kubernetes",
      kubernetes: {
        envoyDeployment: { replicas },
        envoyPDB: { maxUnavailable: 1 },
        envoyService: { type: serviceType, annotations: serviceAnnotations },
      },
    },
    luaValidation: "Strict",
  };
}
