import type { networking, policy } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { type Case, type CaseResource, resource } from "../case.ts";
import { deployment, job, labelsOf, podCase } from "../pod.ts";

const token = "workload-token-not-mounted";
const namespace = "namespace-not-default";
const ingress = "workload-ingress-limited";
const egress = "workload-egress-limited";
const budget = "workload-disruption-budget-set";
const lets = "disruption-budget-lets-go";

const mounted = { pod: { automountServiceAccountToken: true } };
const unsaid = { pod: { automountServiceAccountToken: undefined } };

/** A token by a volume; for the API server, unless it is for another audience. */
const projected = (audience: string | undefined) => ({
  pod: { volumes: [{ name: "token", projected: { sources: [{ serviceAccountToken: { path: "token", audience } }] } }] },
});

const account = (name: string, automountServiceAccountToken: boolean): CaseResource =>
  resource("kubernetes:core/v1:ServiceAccount", `${name}-account`, {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace: name },
    automountServiceAccountToken,
  });

const binding = (name: string, subject = name): CaseResource =>
  resource("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", `${name}-binding`, {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name, namespace: name },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
    subjects: [{ kind: "ServiceAccount", name: subject }],
  });

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

const disruptionBudget = (
  name: string,
  spec: Partial<Unwrap<policy.v1.PodDisruptionBudgetSpec>> = { maxUnavailable: 1 },
): CaseResource =>
  resource("kubernetes:policy/v1:PodDisruptionBudget", `${name}-budget`, {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name, namespace: name },
    spec: { selector: { matchLabels: labelsOf(name) }, ...spec },
  });

const byExpression = (name: string) => ({
  podSelector: { matchExpressions: [{ key: "app.kubernetes.io/name", operator: "In", values: [name] }] },
});

export const isolationCases: Case[] = [
  podCase(
    "workload-service-account-own",
    [],
    [{ pod: { serviceAccountName: "default" } }, { pod: { serviceAccountName: undefined } }],
  ),
  {
    rule: token,
    passes: [
      [deployment(token)],
      [deployment(token, unsaid), account(token, false)],
      [deployment(token, mounted), binding(token)],
      [deployment(token, projected("sts.amazonaws.com"))],
    ],
    fails: [
      [deployment(`${token}-5`, projected(undefined))],
      [deployment(`${token}-2`, mounted)],
      [deployment(`${token}-3`, unsaid), account(`${token}-3`, true)],
      [deployment(`${token}-4`, mounted), binding(`${token}-4`, "another")],
    ],
  },
  {
    rule: namespace,
    passes: [
      [deployment(namespace)],
      [resource("kubernetes:helm.sh/v3:Release", namespace, { chart: "app", version: "1.2.3", namespace })],
    ],
    fails: [
      [resource("kubernetes:helm.sh/v3:Release", `${namespace}-4`, { chart: "app", version: "1.2.3" })],
      [deployment(`${namespace}-2`, {}, { namespace: "default" })],
      [
        resource("kubernetes:core/v1:ConfigMap", `${namespace}-3`, {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: `${namespace}-3` },
          data: {},
        }),
      ],
    ],
  },
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
  {
    rule: budget,
    passes: [[deployment(budget)], [deployment(budget, {}, { replicas: 2 }), disruptionBudget(budget)]],
    fails: [[deployment(`${budget}-2`, {}, { replicas: 2 })]],
  },
  {
    rule: lets,
    passes: [
      [disruptionBudget(lets)],
      [disruptionBudget(lets, { minAvailable: "50%" })],
      [deployment(lets, {}, { replicas: 2 }), disruptionBudget(lets, { minAvailable: 1 })],
    ],
    fails: [
      [deployment(`${lets}-4`), disruptionBudget(`${lets}-4`, { minAvailable: 1 })],
      [disruptionBudget(`${lets}-2`, { maxUnavailable: 0 })],
      [disruptionBudget(`${lets}-3`, { minAvailable: "100%" })],
    ],
  },
];
