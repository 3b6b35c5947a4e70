/** What NetworkPolicies leave open. */
import type { networking } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { type Resource, unknown } from "../../engine/rule.ts";
import type { NetworkPolicy } from "../../engine/selection.ts";
import { isGiven, isSeen, list, mayBe, takesAll, within } from "./objects.ts";

type Direction = "Ingress" | "Egress";
type Peer = Unwrap<networking.v1.NetworkPolicyPeer>;

/** Whether policies for the same pods limit where traffic comes from, or goes. What one opens, no other closes. */
export function areLimited(policies: readonly Resource<NetworkPolicy>[], direction: Direction): boolean {
  return (
    policies.some(({ inputs }) => limits(inputs, direction)) &&
    !policies.some(({ inputs }) => limits(inputs, direction) && lettingAll(inputs, direction))
  );
}

/** Whether a rule is for all ports, and for every pod of the cluster or every address. */
function lettingAll({ spec }: NetworkPolicy, direction: Direction): boolean {
  const rules = within(spec, ({ ingress, egress }): { peers: Peer[] | undefined; ports: unknown[] | undefined }[] =>
    direction === "Ingress"
      ? list(ingress)
          .filter(isSeen)
          .map(({ from, ports }) => ({ peers: from, ports }))
      : list(egress)
          .filter(isSeen)
          .map(({ to, ports }) => ({ peers: to, ports })),
  );
  return list(rules).some(({ peers, ports }) => isEmpty(ports) && (isEmpty(peers) || list(peers).some(isEverybody)));
}

function isEmpty(items: unknown): boolean {
  return items === undefined || (Array.isArray(items) && items.length === 0);
}

function isEverybody({ ipBlock, namespaceSelector, podSelector }: Peer): boolean {
  const isAny = within(ipBlock, ({ cidr, except }) => /\/0$/.test(cidr) && list(except).length === 0) === true;
  return isAny || (takesAll(namespaceSelector) && (podSelector === undefined || takesAll(podSelector)));
}

/** Without policyTypes, ingress is limited, and egress where rules say so. */
function limits({ spec }: NetworkPolicy, direction: Direction): boolean {
  const found = within(spec, ({ policyTypes, egress }) => {
    const types = policyTypes ?? (isGiven(egress) ? ["Ingress", "Egress"] : ["Ingress"]);
    return (types as unknown) === unknown || list(types).some((type) => mayBe(type, direction));
  });
  return found === true || found === unknown;
}
