import type { networking } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { type Case, type CaseResource, resource } from "../../case.ts";
import { deployment, job, labelsOf } from "../../pod.ts";

const ingress = "workload-ingress-limited";
const egress = "workload-egress-limited";

const networkPolicy = (
  name: string,
  spec: Partial<Unwrap<networking.v1.NetworkPolicySpec>>,
  where = name,
): CaseResource =>
  resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", `${name}-policy`, {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace: where },
    spec: { podSelector: { matchLabels: labelsOf(name) }, ...spec },
  });

const byExpression = (name: string) => ({
  podSelector: { matchExpressions: [{ key: "app.kubernetes.io/name", operator: "In", values: [name] }] },
});

export const networkPolicyCases: Case[] = [
  {
    rule: ingress,
    passes: [
      [deployment(ingress), networkPolicy(ingress, {})],
      [job(ingress), networkPolicy(ingress, byExpression(ingress))],
      [deployment(ingress), networkPolicy(ingress, { podSelector: {} })],
    ],
    fails: [
      [deployment(`${ingress}-2`)],
      [job(`${ingress}-3`), networkPolicy(`${ingress}-3`, {}, "elsewhere")],
      [deployment(`${ingress}-4`), networkPolicy(`${ingress}-4`, byExpression("another"))],
      [deployment(`${ingress}-5`), networkPolicy(`${ingress}-5`, { policyTypes: ["Egress"] })],
      // They add up: what one opens, the other does not close.
      [
        deployment(`${ingress}-6`),
        networkPolicy(`${ingress}-6`, {}),
        {
          ...networkPolicy(`${ingress}-6`, { ingress: [{ from: [{ namespaceSelector: {} }] }] }),
          name: `${ingress}-6-all`,
        },
      ],
    ],
  },
  {
    rule: egress,
    passes: [
      [deployment(egress), networkPolicy(egress, { policyTypes: ["Ingress", "Egress"] })],
      [deployment(egress), networkPolicy(egress, { egress: [{ to: [{ podSelector: {} }] }] })],
      [deployment(egress), networkPolicy(egress, { egress: [{ ports: [{ port: 443 }] }] })],
    ],
    fails: [
      [deployment(`${egress}-2`), networkPolicy(`${egress}-2`, {})],
      [deployment(`${egress}-3`), networkPolicy(`${egress}-3`, { egress: [{}] })],
      [
        deployment(`${egress}-4`),
        networkPolicy(`${egress}-4`, { egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] }),
      ],
    ],
  },
];
