/** What stands around a workload: its identity, its namespace, who reaches it, how many of it may go. */
import type { apps, core, rbac } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import {
  areInOneNamespace,
  isGiven,
  isWorkload,
  list,
  mayBe,
  nameOf,
  namespaceOf,
  podOf,
  within,
} from "./kubernetes.ts";
import { podRule } from "./podRule.ts";
import { ofType, type Resource, type Rule, resourceRule, stackRule, unknown } from "./rule.ts";
import {
  type DisruptionBudget,
  disruptionBudgets,
  labelsOf,
  type NetworkPolicy,
  networkPolicies,
} from "./selection.ts";
import type { Stack } from "./stack.ts";

type ServiceAccount = Unwrap<core.v1.ServiceAccount>;
type RoleBinding = Unwrap<rbac.v1.RoleBinding>;
type Replicated = Unwrap<apps.v1.Deployment>;

const isReplicated = ofType("kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet");

export const isolation: Rule[] = [
  podRule({
    name: "workload-service-account-own",
    severity: "medium",
    what: "Pods name a service account other than `default`.",
    why: "A role given to `default` would hold for every pod of the namespace.",
    mend: "Make a ServiceAccount for the workload, and name it in `serviceAccountName`.",
    references: ["CIS Kubernetes 5.1.5", "CKV_K8S_41", "kube-linter default-service-account"],
    problems: ({ spec }) => {
      const isDefault = !isGiven(spec.serviceAccountName) || spec.serviceAccountName === "default";
      return isDefault && Object.keys(spec).length > 0 ? ["The pod runs as the service account `default`."] : [];
    },
  }),

  stackRule({
    name: "workload-token-not-mounted",
    severity: "medium",
    what: "The service account's token is mounted only where a role of the stack is bound to it.",
    why: "A pod that calls no API has no use for the token, and whoever gets into the pod has one. What clouds trust is a token of their own, which their webhooks mount.",
    mend: "Set `automountServiceAccountToken: false` of the pod.",
    references: ["CIS Kubernetes 5.1.6", "CKV_K8S_38"],
    on: isWorkload,
    checkIn: (workload, stack) => {
      const { automountServiceAccountToken: ofPod, serviceAccountName } = podOf(workload).spec;
      const isKnown = Object.keys(podOf(workload).spec).length > 0;
      const isMounted = !mayBe(isGiven(ofPod) ? ofPod : mountedByAccount(workload, stack), false);
      return isKnown && isMounted && !isBound(workload, serviceAccountName ?? "default", stack)
        ? ["The pod gets a token of the API server, which no role is bound to."]
        : [];
    },
  }),

  resourceRule({
    name: "namespace-not-default",
    severity: "medium",
    what: "Nothing is in the namespace `default`.",
    why: "Roles, quotas and NetworkPolicies are by namespace: what is in `default` has those of everything else there.",
    mend: "Set `metadata.namespace`.",
    references: ["CIS Kubernetes 5.7.4", "CKV_K8S_21", "kube-linter use-namespace"],
    on: isNamespaced,
    check: (resource) => (namespaceOf(resource) === "default" ? ["It is in the namespace `default`."] : []),
  }),

  stackRule({
    name: "workload-ingress-limited",
    severity: "high",
    what: "A NetworkPolicy says who reaches the pods of each workload.",
    why: "Without one, every pod of the cluster does.",
    mend: "Make a NetworkPolicy with `Ingress` among its policyTypes that selects the pods.",
    references: ["CIS Kubernetes 5.3.2", "CKV2_K8S_6", "kube-linter non-isolated-pod"],
    on: isWorkload,
    checkIn: (workload, stack) => unlimited(workload, "Ingress", stack),
  }),

  stackRule({
    name: "workload-egress-limited",
    severity: "medium",
    what: "A NetworkPolicy says where the pods of each workload go.",
    why: "Whoever gets into a pod could otherwise carry data anywhere, and ask the cloud for the node's credentials.",
    mend: "Make a NetworkPolicy with `Egress` among its policyTypes that selects the pods.",
    references: ["CIS Kubernetes 5.3.2"],
    on: isWorkload,
    checkIn: (workload, stack) => unlimited(workload, "Egress", stack),
  }),

  stackRule<Replicated>({
    name: "workload-disruption-budget-set",
    severity: "medium",
    what: "A PodDisruptionBudget covers every workload of more than one replica.",
    why: "Draining nodes would otherwise take all of its pods at once.",
    mend: "Make a PodDisruptionBudget that selects the pods.",
    references: ["kube-score deployment-has-poddisruptionbudget", "kube-score statefulset-has-poddisruptionbudget"],
    on: isReplicated,
    checkIn: (workload, stack) => {
      const replicas = within(workload.inputs.spec, (spec) => spec.replicas) ?? 1;
      const isCovered = disruptionBudgets(workload, stack).length > 0;
      return typeof replicas !== "number" || replicas < 2 || isCovered
        ? []
        : [`No PodDisruptionBudget covers its ${replicas} replicas.`];
    },
  }),

  resourceRule<DisruptionBudget>({
    name: "disruption-budget-lets-go",
    severity: "low",
    what: "A PodDisruptionBudget lets at least one pod go.",
    why: "One that lets none go holds up every drain of a node, and with it upgrades of the cluster.",
    mend: "Set `maxUnavailable: 1`.",
    references: ["kube-linter pdb-max-unavailable"],
    on: ofType("kubernetes:policy/v1:PodDisruptionBudget"),
    check: ({ inputs }) => {
      const none = within(inputs.spec, ({ maxUnavailable, minAvailable }) => {
        const [most, least] = [maxUnavailable, minAvailable].map((value) => `${value ?? ""}`);
        return most === "0" || most === "0%" || least === "100%";
      });
      return none === true ? ["The budget lets no pod go."] : [];
    },
  }),
];

/** What namespaced kinds of the program are called; objects of no namespace are named here by nobody. */
const namespaced = [
  ...["ConfigMap", "PersistentVolumeClaim", "Secret", "Service", "ServiceAccount"].map((kind) => `core/v1:${kind}`),
  ...["Ingress", "NetworkPolicy"].map((kind) => `networking.k8s.io/v1:${kind}`),
  ...["Role", "RoleBinding"].map((kind) => `rbac.authorization.k8s.io/v1:${kind}`),
  ...["Gateway", "HTTPRoute"].map((kind) => `gateway.networking.k8s.io/v1:${kind}`),
  ...["Cluster", "Database", "ScheduledBackup"].map((kind) => `postgresql.cnpg.io/v1:${kind}`),
  "policy/v1:PodDisruptionBudget",
].map((type) => `kubernetes:${type}`);

function isNamespaced(resource: Pick<Resource, "type">): boolean {
  return isWorkload(resource) || ofType(...namespaced)(resource);
}

/** What the ServiceAccount says; true where it does not, or is none of the stack. */
function mountedByAccount(workload: Resource, stack: Stack): boolean | typeof unknown {
  const { serviceAccountName } = podOf(workload).spec;
  const account = stack
    .all<ServiceAccount>("kubernetes:core/v1:ServiceAccount")
    .find((each) => nameOf(each) === serviceAccountName && areInOneNamespace(each, workload));
  return serviceAccountName === unknown ? unknown : (account?.inputs.automountServiceAccountToken ?? true);
}

function isBound(workload: Resource, account: string, stack: Stack): boolean {
  const bindings = ["RoleBinding", "ClusterRoleBinding"].flatMap((kind) =>
    stack.all<RoleBinding>(`kubernetes:rbac.authorization.k8s.io/v1:${kind}`),
  );
  return bindings.some((binding) =>
    list(binding.inputs.subjects).some(
      ({ kind, name, namespace }) =>
        kind === "ServiceAccount" &&
        mayBe(name, account) &&
        mayBe(namespace ?? namespaceOf(binding), namespaceOf(workload)),
    ),
  );
}

function unlimited(workload: Resource, direction: "Ingress" | "Egress", stack: Stack): string[] {
  const policies = networkPolicies(workload, labelsOf(workload), stack);
  return policies.some(({ inputs }) => limits(inputs, direction))
    ? []
    : [`No NetworkPolicy limits the ${direction.toLowerCase()} of its pods.`];
}

/** Without policyTypes, ingress is limited, and egress where rules say so. */
export function limits({ spec }: NetworkPolicy, direction: "Ingress" | "Egress"): boolean {
  const found = within(spec, ({ policyTypes, egress }) => {
    const types = policyTypes ?? (isGiven(egress) ? ["Ingress", "Egress"] : ["Ingress"]);
    return (types as unknown) === unknown || list(types).some((type) => mayBe(type, direction));
  });
  return found === true || found === unknown;
}
