import type { networking } from "@pulumi/kubernetes/types/input.js";

type Peer = networking.v1.NetworkPolicyPeer;
type Egress = networking.v1.NetworkPolicyEgressRule;
type Ingress = networking.v1.NetworkPolicyIngressRule;

/** To DNS: on 53, and on 5353 where OVN applies policies behind the DNS Service (OpenShift). */
export const toDns: Egress = {
  ports: [53, 5353].flatMap((port) => [
    { port, protocol: "UDP" },
    { port, protocol: "TCP" },
  ]),
};

/** To TCP ports: of these peers, or of anyone. */
export function toTcp(ports: number[], ...to: Peer[]): Egress {
  return { ports: tcp(ports), ...(to.length > 0 && { to }) };
}

/**
 * To a TCP port of a server. Policies cannot name hosts: a Service, written `name` or `name.namespace.svc`, allows the
 * pods of its namespace, any other host every address. The port is that of the pods.
 */
export function toHost(host: string, port: number): Egress {
  const [, owner] = /^[^.]+\.([^.]+)\.svc(?:\.cluster\.local)?$/.exec(host) ?? [];
  if (owner !== undefined) {
    return toTcp([port], namespace(owner));
  }
  return host.includes(".") ? toTcp([port]) : toTcp([port], pods({}));
}

/** To the agent of EKS Pod Identity. Source: EKS user guide, "Set up the EKS Pod Identity Agent". */
export const toPodIdentityAgent: Egress = toTcp(
  [80],
  ...["169.254.170.23/32", "fd00:ec2::23/128"].map((cidr) => ({ ipBlock: { cidr } })),
);

/** On TCP ports: from these peers only. */
export function fromTcp(ports: number[], ...from: [Peer, ...Peer[]]): Ingress {
  return { ports: tcp(ports), from };
}

/** Pods of the policy's own namespace. */
export function pods(matchLabels: Record<string, string>): Peer {
  return { podSelector: { matchLabels } };
}

/** Every pod of another namespace. */
export function namespace(name: string): Peer {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } };
}

function tcp(ports: number[]) {
  return ports.map((port) => ({ port, protocol: "TCP" }));
}
