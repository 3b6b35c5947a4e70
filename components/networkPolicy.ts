import type { networking } from "@pulumi/kubernetes/types/input.js";

type Peer = networking.v1.NetworkPolicyPeer;
type Egress = networking.v1.NetworkPolicyEgressRule;
type Ingress = networking.v1.NetworkPolicyIngressRule;

/** Names resolve on 53, and on 5353 where OVN applies policies behind the DNS Service (OpenShift). */
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
