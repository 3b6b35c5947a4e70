/** Kubernetes roles and their bindings. */

import type { rbac } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { ofType, type Rule, resourceRule } from "../../engine/rule.ts";
import { isSet, itemsOf } from "../../engine/unknown.ts";
import { namespaceOf } from "./objects.ts";

type Role = Unwrap<rbac.v1.Role>;
type PolicyRule = Unwrap<rbac.v1.PolicyRule>;
type Binding = Unwrap<rbac.v1.ClusterRoleBinding>;

const api = "kubernetes:rbac.authorization.k8s.io/v1:";
const isRole = ofType(`${api}Role`, `${api}ClusterRole`);
const isBinding = ofType(`${api}RoleBinding`, `${api}ClusterRoleBinding`);

export const roles: Rule[] = [
  resourceRule<Role>({
    name: "role-wildcards-none",
    severity: "high",
    what: "Roles name their verbs, resources and API groups, without wildcards.",
    why: "A wildcard also grants what is added to the cluster later.",
    fix: "Name the verbs and resources that are used.",
    references: ["CIS Kubernetes 5.1.3", "CKV_K8S_49", "kube-linter wildcard-in-rules"],
    on: isRole,
    check: ({ inputs }) => {
      const fields = ["verbs", "resources", "apiGroups"] as const;
      const wild = fields.filter((field) =>
        itemsOf(inputs.rules).some((rule) => itemsOf(rule[field]).some((name) => name.includes("*"))),
      );
      return wild.map((field) => `A rule has a wildcard in ${field}.`);
    },
  }),

  resourceRule<Role>({
    name: "role-escalation-off",
    severity: "high",
    what: "No role allows binding or escalating roles, or impersonating others.",
    why: "Each of the three gives its holder every permission that anybody has.",
    fix: "Remove the verbs bind, escalate and impersonate.",
    references: ["CIS Kubernetes 5.1.8", "CKV_K8S_157", "CKV_K8S_158"],
    on: isRole,
    check: ({ inputs }) => {
      const verbs = itemsOf(inputs.rules).flatMap((rule) => [...itemsOf(rule.verbs)]);
      const escalating = ["bind", "escalate", "impersonate"].filter((verb) => verbs.includes(verb));
      return escalating.length === 0 ? [] : [`The role allows ${escalating.join(", ")}.`];
    },
  }),

  resourceRule<Role>({
    name: "role-secrets-by-name",
    severity: "high",
    what: "A role that reads Secrets names them.",
    why: "Otherwise it also reads the passwords and tokens of other workloads.",
    fix: "Set `resourceNames`, and allow only the verb get: list and watch show every Secret.",
    references: ["CIS Kubernetes 5.1.2", "CKV2_K8S_5", "kube-linter access-to-secrets"],
    on: isRole,
    check: ({ inputs }) => (itemsOf(inputs.rules).some(readsAnySecret) ? ["The role reads any Secret."] : []),
  }),

  resourceRule<Binding>({
    name: "role-cluster-admin-unbound",
    severity: "critical",
    what: "No binding grants cluster-admin.",
    why: "The role has every permission in every namespace.",
    fix: "Bind a role with the permissions that are used.",
    references: ["CIS Kubernetes 5.1.1", "kube-linter cluster-admin-role-binding"],
    on: isBinding,
    check: ({ inputs }) => (inputs.roleRef?.name === "cluster-admin" ? ["The binding grants cluster-admin."] : []),
  }),

  resourceRule<Binding>({
    name: "role-bound-to-own-accounts",
    severity: "high",
    what: "Roles are bound to dedicated service accounts, never to `default` or to a group of everybody.",
    why: "Otherwise every pod that names no account, or everybody who reaches the API server, has the role.",
    fix: "Bind the role to the ServiceAccount of the workload.",
    references: ["CIS Kubernetes 5.1.5", "CKV_K8S_42"],
    on: isBinding,
    check: (binding) => {
      const wrong = itemsOf(binding.inputs.subjects).filter(
        ({ kind, name }) => (kind === "ServiceAccount" && name === "default") || everybody.test(name),
      );
      return wrong.map(({ kind, name, namespace }) =>
        kind === "ServiceAccount"
          ? `The role is bound to the service account \`default\` of ${namespace ?? namespaceOf(binding)}.`
          : `The role is bound to ${name}.`,
      );
    },
  }),
];

/** Groups of all users or all service accounts, also of one namespace; and `default` by its user name. */
const everybody =
  /^system:(anonymous|unauthenticated|authenticated|serviceaccounts(:.+)?|serviceaccount:[^:]+:default)$/;

/** `resourceNames` restricts only get: list and watch return every Secret. */
function readsAnySecret({ apiGroups, resources, verbs, resourceNames }: PolicyRule): boolean {
  const isOfCore = apiGroups === undefined || itemsOf(apiGroups).some((group) => group === "" || group === "*");
  const isOfSecrets = isOfCore && itemsOf(resources).some((resource) => resource === "secrets" || resource === "*");
  const readsAll = itemsOf(verbs).some((verb) => ["list", "watch", "*"].includes(verb));
  return isOfSecrets && (readsAll || (itemsOf(verbs).includes("get") && !isSet(resourceNames)));
}
