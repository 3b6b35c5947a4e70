import type { networking } from "@pulumi/kubernetes/types/input.js";
import { namespace } from "../kubernetes/networkPolicy.ts";

/**
 * How clients reach the tracking server. Each kind terminates TLS in front of the server; with `none`, clients use
 * `kubectl port-forward`, within the TLS of the API server.
 */
export type Exposure =
  | { kind: "gateway"; proxyNamespace: string }
  | {
      kind: "httpRoute";
      gateway: { name: string; namespace: string; proxyNamespace: string; sectionName?: string | undefined };
    }
  | { kind: "route" }
  | { kind: "ingress"; className: string; controllerNamespace: string; tlsSecretName: string }
  | { kind: "none" };

interface ExposedObject {
  apiVersion: string;
  kind: "HTTPRoute" | "Route" | "Ingress";
  metadata: { annotations?: Record<string, string> };
  spec: Record<string, unknown>;
}

/** Uploads of large artifacts take longer than the 30 s and the 1 MB that OpenShift's router and nginx allow. */
export const uploadTimeout = "10m";

/** The object that exposes a Service under a host name; undefined for the stack's own Gateway and for `none`. */
export function exposedObject(
  exposure: Exposure,
  host: string,
  service: { name: string; port: number },
): ExposedObject | undefined {
  switch (exposure.kind) {
    case "gateway":
    case "none":
      return undefined;
    case "httpRoute": {
      const { proxyNamespace: _, ...parentRef } = exposure.gateway;
      return {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: {},
        spec: {
          parentRefs: [parentRef],
          hostnames: [host],
          rules: [{ matches: [{ path: { type: "PathPrefix", value: "/" } }], backendRefs: [service] }],
        },
      };
    }
    case "route":
      return {
        apiVersion: "route.openshift.io/v1",
        kind: "Route",
        metadata: { annotations: { "haproxy.router.openshift.io/timeout": uploadTimeout } },
        spec: {
          host,
          to: { kind: "Service", name: service.name, weight: 100 },
          port: { targetPort: "http" },
          tls: { termination: "edge", insecureEdgeTerminationPolicy: "Redirect" },
          wildcardPolicy: "None",
        },
      };
    case "ingress":
      return {
        apiVersion: "networking.k8s.io/v1",
        kind: "Ingress",
        metadata: { annotations: { "nginx.ingress.kubernetes.io/proxy-body-size": "0" } },
        spec: {
          ingressClassName: exposure.className,
          tls: [{ hosts: [host], secretName: exposure.tlsSecretName }],
          rules: [
            {
              host,
              http: {
                paths: [
                  {
                    path: "/",
                    pathType: "Prefix",
                    backend: { service: { name: service.name, port: { number: service.port } } },
                  },
                ],
              },
            },
          ],
        },
      };
  }
}

/**
 * Source of requests for the network policy. A forwarded port needs none: the kubelet connects to it inside the pod,
 * where network policies do not apply.
 */
export function proxyPeer(exposure: Exposure): networking.v1.NetworkPolicyPeer | undefined {
  switch (exposure.kind) {
    case "gateway":
      return namespace(exposure.proxyNamespace);
    case "httpRoute":
      return namespace(exposure.gateway.proxyNamespace);
    case "route":
      return { namespaceSelector: { matchLabels: { "network.openshift.io/policy-group": "ingress" } } };
    case "ingress":
      return namespace(exposure.controllerNamespace);
    case "none":
      return undefined;
  }
}
