/** Listeners of the Gateway: one with a certificate for each host, and one that redirects HTTP to HTTPS. */

interface Listeners {
  name: string;
  namespace: string;

  /** Hosts of the Gateway's own routes. */
  hosts: string[];

  /** Hosts of HTTPRoutes that others make, with their namespaces. */
  deploymentHosts: Record<string, string[]>;
}

/** Listener of plain HTTP, for the redirect and for challenges of certificate issuers only. */
const httpListener = "http";

export function gatewaySpec({ name, namespace, hosts, deploymentHosts }: Listeners) {
  return {
    gatewayClassName: name,
    listeners: [
      { name: httpListener, protocol: "HTTP", port: 80, allowedRoutes: { namespaces: { from: "Same" } } },
      ...hosts.map((host) => ({
        name: host,
        protocol: "HTTPS",
        port: 443,
        hostname: host,
        tls: { mode: "Terminate", certificateRefs: [{ kind: "Secret", name: certificateName(host) }] },
        allowedRoutes: { namespaces: allowedNamespaces(namespace, deploymentHosts[host]) },
      })),
    ],
  };
}

/** Spec of the cert-manager Certificate of a host. */
export function certificateSpec(host: string, issuer: { kind: string; name: string }) {
  return {
    secretName: certificateName(host),
    dnsNames: [host],
    issuerRef: { group: "cert-manager.io", ...issuer },
    privateKey: { rotationPolicy: "Always" },
  };
}

/** Name of a host's Certificate and of its Secret. */
export function certificateName(host: string): string {
  return `${host}-tls`;
}

/** Sends every request to HTTPS. */
export function redirectSpec(gateway: string) {
  return {
    parentRefs: [{ name: gateway, sectionName: httpListener }],
    rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] }],
  };
}

function allowedNamespaces(own: string, others: string[] | undefined) {
  if (others === undefined) {
    return { from: "Same" };
  }
  const values = [...new Set([own, ...others])];
  return {
    from: "Selector",
    selector: { matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values }] },
  };
}
