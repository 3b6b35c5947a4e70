import type { rbac } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { type Case, type CaseResource, resource } from "../../case.ts";

const apiVersion = "rbac.authorization.k8s.io/v1";

const role = (name: string, rule: Unwrap<rbac.v1.PolicyRule>, kind = "Role"): CaseResource =>
  resource(`kubernetes:${apiVersion}:${kind}`, name, {
    apiVersion,
    kind,
    metadata: { name, ...(kind === "Role" && { namespace: name }) },
    rules: [rule],
  });

const binding = (name: string, subject: Unwrap<rbac.v1.Subject>, roleName = "reader"): CaseResource =>
  resource(`kubernetes:${apiVersion}:ClusterRoleBinding`, name, {
    apiVersion,
    kind: "ClusterRoleBinding",
    metadata: { name },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: roleName },
    subjects: [subject],
  });

const wildcards = "role-wildcards-none";
const escalation = "role-escalation-off";
const secrets = "role-secrets-by-name";
const admin = "role-cluster-admin-unbound";
const bound = "role-bound-to-own-accounts";

const pods = { apiGroups: [""], resources: ["pods"], verbs: ["get"] };
const reader = { kind: "ServiceAccount", name: "reader", namespace: "readers" };

export const roleCases: Case[] = [
  {
    rule: wildcards,
    passes: [[role(wildcards, pods)]],
    fails: [
      [role(`${wildcards}-2`, { ...pods, verbs: ["*"] })],
      [role(`${wildcards}-3`, { ...pods, resources: ["*"] }, "ClusterRole")],
      [role(`${wildcards}-4`, { ...pods, apiGroups: ["*"] })],
    ],
  },
  {
    rule: escalation,
    passes: [[role(escalation, pods)]],
    fails: [
      [role(`${escalation}-2`, { apiGroups: [""], resources: ["users"], verbs: ["impersonate"] }, "ClusterRole")],
      [role(`${escalation}-3`, { apiGroups: [apiVersion], resources: ["roles"], verbs: ["get", "bind"] })],
    ],
  },
  {
    rule: secrets,
    passes: [
      [role(secrets, { ...pods, resources: ["secrets"], resourceNames: ["own"] })],
      [role(secrets, { ...pods, apiGroups: ["vault.example.com"], resources: ["secrets"] })],
    ],
    fails: [
      [role(`${secrets}-2`, { ...pods, resources: ["secrets"] })],
      [role(`${secrets}-3`, { ...pods, resources: ["secrets"], resourceNames: ["own"], verbs: ["list"] })],
    ],
  },
  { rule: admin, passes: [[binding(admin, reader)]], fails: [[binding(`${admin}-2`, reader, "cluster-admin")]] },
  {
    rule: bound,
    passes: [[binding(bound, reader)]],
    fails: [
      [binding(`${bound}-2`, { ...reader, name: "default" })],
      [binding(`${bound}-4`, { kind: "Group", name: "system:serviceaccounts:mlflow" })],
      [binding(`${bound}-3`, { kind: "Group", name: "system:authenticated" })],
    ],
  },
];
