/** What stands around a workload: its identity, its namespace, who reaches it, how many of it may go. */
import type { apps, core, rbac } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { ofType, type Resource, type Rule, resourceRule, stackRule, unknown } from "../../engine/rule.ts";
import { type DisruptionBudget, disruptionBudgets, labelsOf, networkPolicies } from "../../engine/selection.ts";
import type { Stack } from "../../engine/stack.ts";
import { areLimited } from "./networkLimits.ts";
import {
  areInOneNamespace,
  isGiven,
  isWorkload,
  type KubernetesObject,
  list,
  mayBe,
  maySame,
  nameOf,
  namespaceOf,
  podOf,
  within,
} from "./objects.ts";
import { podRule } from "./podRule.ts";

type ServiceAccount = Unwrap<core.v1.ServiceAccount>;
type Volume = Unwrap<core.v1.Volume>;
type RoleBinding = Unwrap<rbac.v1.RoleBinding>;
type Replicated = Unwrap<apps.v1.Deployment>;

const isReplicated = ofType(
  "kubernetes:apps/v1:Deployment",
  "kubernetes:apps/v1:ReplicaSet",
  "kubernetes:apps/v1:StatefulSet",
  "kubernetes:core/v1:ReplicationController",
);

export const isolation: Rule[] = [
  podRule({
    name: "workload-service-account-own",
    severity: "medium",
    what: "Pods name a service account other than `default`.",
    why: "A role given to `default` would hold for every pod of the namespace.",
    fix: "Make a ServiceAccount for the workload, and name it in `serviceAccountName`.",
    references: ["CIS Kubernetes 5.1.5", "CKV_K8S_41", "kube-linter default-service-account"],
    problems: ({ spec }) => {
      // `serviceAccount` is an old name of the same field.
      const account = spec.serviceAccountName ?? spec.serviceAccount;
      const isDefault = !isGiven(account) || account === "default";
      return isDefault && Object.keys(spec).length > 0 ? ["The pod runs as the service account `default`."] : [];
    },
  }),

  stackRule({
    name: "workload-token-not-mounted",
    severity: "medium",
    what: "The service account's token is mounted only where a role of the stack is bound to it.",
    why: "A pod that calls no API has no use for the token, and whoever gets into the pod has one. What clouds trust is a token of their own, which their webhooks mount.",
    fix: "Set `automountServiceAccountToken: false` of the pod.",
    references: ["CIS Kubernetes 5.1.6", "CKV_K8S_38"],
    on: isWorkload,
    checkIn: (workload, stack) => {
      const { spec } = podOf(workload);
      const { automountServiceAccountToken: ofPod, serviceAccountName } = spec;
      const isKnown = Object.keys(spec).length > 0;
      const isMounted =
        !mayBe(isGiven(ofPod) ? ofPod : mountedByAccount(workload, stack), false) || list(spec.volumes).some(hasToken);
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
    fix: "Set `metadata.namespace`.",
    references: ["CIS Kubernetes 5.7.4", "CKV_K8S_21", "kube-linter use-namespace"],
    on: isNamespaced,
    check: (resource) => {
      const { namespace = "default" } = resource.inputs as { namespace?: string };
      const own = resource.type === helmRelease ? namespace : namespaceOf(resource);
      return own === "default" ? ["It is in the namespace `default`."] : [];
    },
  }),

  stackRule({
    name: "workload-ingress-limited",
    severity: "high",
    what: "A NetworkPolicy says who reaches the pods of each workload.",
    why: "Without one, every pod of the cluster does.",
    fix: "Make a NetworkPolicy with `Ingress` among its policyTypes that selects the pods.",
    references: ["CIS Kubernetes 5.3.2", "CKV2_K8S_6", "kube-linter non-isolated-pod"],
    on: isWorkload,
    checkIn: (workload, stack) => unlimited(workload, "Ingress", stack),
  }),

  stackRule({
    name: "workload-egress-limited",
    severity: "medium",
    what: "A NetworkPolicy says where the pods of each workload go.",
    why: "Whoever gets into a pod could otherwise carry data anywhere, and ask the cloud for the node's credentials.",
    fix: "Make a NetworkPolicy with `Egress` among its policyTypes that selects the pods.",
    references: ["CIS Kubernetes 5.3.2"],
    on: isWorkload,
    checkIn: (workload, stack) => unlimited(workload, "Egress", stack),
  }),

  stackRule<Replicated>({
    name: "workload-disruption-budget-set",
    severity: "medium",
    what: "A PodDisruptionBudget covers every workload of more than one replica.",
    why: "Draining nodes would otherwise take all of its pods at once.",
    fix: "Make a PodDisruptionBudget that selects the pods.",
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

  stackRule<DisruptionBudget>({
    name: "disruption-budget-lets-go",
    severity: "low",
    what: "A PodDisruptionBudget lets at least one pod go.",
    why: "One that lets none go holds up every drain of a node, and with it upgrades of the cluster.",
    fix: "Set `maxUnavailable: 1`.",
    references: ["kube-linter pdb-max-unavailable"],
    on: ofType("kubernetes:policy/v1:PodDisruptionBudget"),
    checkIn: (budget, stack) => {
      const replicas = coveredReplicas(budget, stack);
      const none = within(budget.inputs.spec, ({ maxUnavailable, minAvailable }) => {
        const [most, least] = [maxUnavailable, minAvailable].map((value) => `${value ?? ""}`);
        const isAll = replicas > 0 && /^\d+$/.test(least ?? "") && Number(least) >= replicas;
        return most === "0" || most === "0%" || least === "100%" || isAll;
      });
      return none === true ? ["The budget lets no pod go."] : [];
    },
  }),
];

/** Replicas of the stack's workloads that a budget is for; 0 where it is for none, or one of them is not known yet. */
function coveredReplicas(budget: Resource<DisruptionBudget>, stack: Stack): number {
  const covered = stack.resources.filter(
    (resource) => isReplicated(resource) && disruptionBudgets(resource, stack).includes(budget),
  ) as Resource<Replicated>[];
  const replicas = covered.map(({ inputs }) => within(inputs.spec, (spec) => spec.replicas) ?? 1);
  return replicas.reduce<number>((sum, each) => (typeof each === "number" ? sum + each : Number.NaN), 0) || 0;
}

const helmRelease = "kubernetes:helm.sh/v3:Release";

/** What namespaced kinds of the program are called; objects of no namespace are named here by nobody. */
const namespaced = [
  ...["ConfigMap", "LimitRange", "PersistentVolumeClaim", "ResourceQuota", "Secret", "Service", "ServiceAccount"].map(
    (kind) => `core/v1:${kind}`,
  ),
  ...["Ingress", "NetworkPolicy"].map((kind) => `networking.k8s.io/v1:${kind}`),
  ...["Role", "RoleBinding"].map((kind) => `rbac.authorization.k8s.io/v1:${kind}`),
  ...["Gateway", "GRPCRoute", "HTTPRoute", "ReferenceGrant"].map((kind) => `gateway.networking.k8s.io/v1:${kind}`),
  ...["Cluster", "Database", "Pooler", "ScheduledBackup"].map((kind) => `postgresql.cnpg.io/v1:${kind}`),
  "autoscaling/v2:HorizontalPodAutoscaler",
  "barmancloud.cnpg.io/v1:ObjectStore",
  "policy/v1:PodDisruptionBudget",
].map((type) => `kubernetes:${type}`);

/** One of another kind may be of no namespace, or name it itself. */
function isNamespaced(resource: Resource): boolean {
  return (
    isWorkload(resource) ||
    ofType(...namespaced, helmRelease)(resource) ||
    (resource.type.startsWith("kubernetes:") && isGiven((resource.inputs as KubernetesObject).metadata?.namespace))
  );
}

/** Whether a volume has a token for the API server: one for another audience is of no use there. */
function hasToken({ projected }: Volume): boolean {
  const sources = list(within(projected, (own) => own.sources));
  return sources.some(
    ({ serviceAccountToken }) => isGiven(serviceAccountToken) && !isGiven(within(serviceAccountToken, audienceOf)),
  );
}

function audienceOf({ audience }: { audience?: string }): string | undefined {
  return audience;
}

/** What the ServiceAccount says; true where it does not, or is none of the stack. */
function mountedByAccount(workload: Resource, stack: Stack): boolean | typeof unknown {
  const { serviceAccountName } = podOf(workload).spec;
  const account = stack
    .all<ServiceAccount>("kubernetes:core/v1:ServiceAccount")
    .find((each) => maySame(nameOf(each), serviceAccountName) && areInOneNamespace(each, workload));
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
        maySame(name, account) &&
        maySame(namespace ?? namespaceOf(binding), namespaceOf(workload)),
    ),
  );
}

function unlimited(workload: Resource, direction: "Ingress" | "Egress", stack: Stack): string[] {
  const policies = networkPolicies(workload, labelsOf(workload), stack);
  return areLimited(policies, direction) ? [] : [`No NetworkPolicy limits the ${direction.toLowerCase()} of its pods.`];
}
