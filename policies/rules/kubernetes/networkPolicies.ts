/** NetworkPolicies of workloads, and whether they restrict traffic at all. */

import type { networking } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { UNKNOWN } from "../../../graph/inputs.ts";
import type { Resource } from "../../../graph/resource.ts";
import { type Rule, stackRule } from "../../engine/rule.ts";
import type { Stack } from "../../engine/stack.ts";
import { isKnown, isSet, itemsOf, mayBe, within } from "../../engine/unknown.ts";
import { isWorkload } from "./pods.ts";
import { isEmptySelector, type NetworkPolicy, networkPoliciesFor, podLabels } from "./selectors.ts";

type Direction = "Ingress" | "Egress";
type Peer = Unwrap<networking.v1.NetworkPolicyPeer>;

export const networkPolicies: Rule[] = [
  stackRule({
    name: "workload-ingress-limited",
    severity: "high",
    what: "A NetworkPolicy restricts who reaches the pods of each workload.",
    why: "Without one, every pod of the cluster reaches them.",
    fix: "Create a NetworkPolicy with `Ingress` among its policyTypes that selects the pods.",
    references: ["CIS Kubernetes 5.3.2", "CKV2_K8S_6", "kube-linter non-isolated-pod"],
    on: isWorkload,
    checkIn: (workload, stack) => unrestricted(workload, "Ingress", stack),
  }),

  stackRule({
    name: "workload-egress-limited",
    severity: "medium",
    what: "A NetworkPolicy restricts what the pods of each workload reach.",
    why: "Whoever compromises a pod could otherwise send data anywhere, and ask the cloud for the node's credentials.",
    fix: "Create a NetworkPolicy with `Egress` among its policyTypes that selects the pods.",
    references: ["CIS Kubernetes 5.3.2"],
    on: isWorkload,
    checkIn: (workload, stack) => unrestricted(workload, "Egress", stack),
  }),
];

/** Whether policies for the same pods restrict a direction. Policies add up: what one allows, no other denies. */
export function isRestricted(policies: readonly Resource<NetworkPolicy>[], direction: Direction): boolean {
  const applying = policies.filter(({ inputs }) => appliesTo(inputs, direction));
  return applying.length > 0 && !applying.some(({ inputs }) => allowsEverything(inputs, direction));
}

function unrestricted(workload: Resource, direction: Direction, stack: Stack): string[] {
  const policies = networkPoliciesFor(workload, podLabels(workload), stack);
  return isRestricted(policies, direction)
    ? []
    : [`No NetworkPolicy restricts the ${direction.toLowerCase()} of its pods.`];
}

/** Without policyTypes, a policy is for ingress, and for egress where it has rules for it. */
function appliesTo({ spec }: NetworkPolicy, direction: Direction): boolean {
  const applies = within(spec, ({ policyTypes, egress }) => {
    const types = policyTypes ?? (isSet(egress) ? ["Ingress", "Egress"] : ["Ingress"]);
    return !isKnown(types) || itemsOf(types).some((type) => mayBe(type, direction));
  });
  return applies === true || applies === UNKNOWN;
}

/** Whether a rule is for all ports, and for every pod of the cluster or every address. */
function allowsEverything({ spec }: NetworkPolicy, direction: Direction): boolean {
  const rules = within(spec, ({ ingress, egress }): { peers: Peer[] | undefined; ports: unknown[] | undefined }[] =>
    direction === "Ingress"
      ? itemsOf(ingress)
          .filter(isKnown)
          .map(({ from, ports }) => ({ peers: from, ports }))
      : itemsOf(egress)
          .filter(isKnown)
          .map(({ to, ports }) => ({ peers: to, ports })),
  );
  return itemsOf(rules).some(
    ({ peers, ports }) => isEmpty(ports) && (isEmpty(peers) || itemsOf(peers).some(isEverything)),
  );
}

function isEmpty(items: unknown): boolean {
  return items === undefined || (Array.isArray(items) && items.length === 0);
}

function isEverything({ ipBlock, namespaceSelector, podSelector }: Peer): boolean {
  const isAny = within(ipBlock, ({ cidr, except }) => /\/0$/.test(cidr) && itemsOf(except).length === 0) === true;
  return isAny || (isEmptySelector(namespaceSelector) && (podSelector === undefined || isEmptySelector(podSelector)));
}
