/** Namespaces, and what is in which. */

import type { core } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import type { Resource } from "../../../graph/resource.ts";
import { ofType, type Rule, resourceRule } from "../../engine/rule.ts";
import { isSet, mayBe, within } from "../../engine/unknown.ts";
import { type KubernetesObject, namespaceOf } from "./objects.ts";
import { isWorkload } from "./pods.ts";

export const namespaces: Rule[] = [
  resourceRule<Unwrap<core.v1.Namespace>>({
    name: "namespace-pod-security-enforced",
    severity: "high",
    what: "Every Namespace enforces the Pod Security level `restricted`.",
    why: "Only the API server checks every pod, including those of operators, of charts and of people.",
    fix: 'Set the label `pod-security.kubernetes.io/enforce: "restricted"`; add an exception for a namespace that needs `baseline`.',
    references: ["CIS Kubernetes 5.2.1"],
    on: ofType("kubernetes:core/v1:Namespace"),
    check: ({ inputs }) => {
      const level = within(inputs.metadata, ({ labels }) =>
        within(labels, (own) => own["pod-security.kubernetes.io/enforce"]),
      );
      return mayBe(level, "restricted") ? [] : [`The namespace enforces ${level ?? "no Pod Security level"}.`];
    },
  }),

  resourceRule({
    name: "namespace-not-default",
    severity: "medium",
    what: "Nothing is in the namespace `default`.",
    why: "Roles, quotas and NetworkPolicies apply per namespace, so that objects in `default` share those of everything else there.",
    fix: "Set `metadata.namespace`.",
    references: ["CIS Kubernetes 5.7.4", "CKV_K8S_21", "kube-linter use-namespace"],
    on: isNamespaced,
    check: (resource) => {
      const { namespace = "default" } = resource.inputs as { namespace?: string };
      const own = resource.type === helmRelease ? namespace : namespaceOf(resource);
      return own === "default" ? ["It is in the namespace `default`."] : [];
    },
  }),
];

const helmRelease = "kubernetes:helm.sh/v3:Release";

/** Kinds that the program uses and that live in a namespace. */
const namespacedTypes = [
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

/** Objects of other kinds count where they name a namespace: without one they may be cluster-scoped. */
function isNamespaced(resource: Resource): boolean {
  return (
    isWorkload(resource) ||
    ofType(...namespacedTypes, helmRelease)(resource) ||
    (resource.type.startsWith("kubernetes:") && isSet((resource.inputs as KubernetesObject).metadata?.namespace))
  );
}
