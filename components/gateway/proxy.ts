import type { GatewayArgs } from "./args.ts";

const controllerName = "gateway.envoyproxy.io/gatewayclass-controller";

/** Spec of the GatewayClass whose Gateways have proxies as an EnvoyProxy says. */
export function gatewayClassSpec(name: string, namespace: string) {
  return {
    controllerName,
    parametersRef: { group: "gateway.envoyproxy.io", kind: "EnvoyProxy", name, namespace },
  };
}

/** Spec of the EnvoyProxy: how many proxies, behind what Service. At most one of them is taken down at a time. */
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
