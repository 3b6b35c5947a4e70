/** Service accounts of workloads, and their tokens. */

import type { core, rbac } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { UNKNOWN } from "../../../graph/inputs.ts";
import type { Resource } from "../../../graph/resource.ts";
import { type Rule, stackRule } from "../../engine/rule.ts";
import type { Stack } from "../../engine/stack.ts";
import { isKnown, isSet, itemsOf, mayBe, mayEqual, type Unknown, within } from "../../engine/unknown.ts";
import { nameOf, namespaceOf, shareNamespace } from "./objects.ts";
import { podRule } from "./podRule.ts";
import { isWorkload, podOf } from "./pods.ts";

type ServiceAccount = Unwrap<core.v1.ServiceAccount>;
type Volume = Unwrap<core.v1.Volume>;
type RoleBinding = Unwrap<rbac.v1.RoleBinding>;

export const serviceAccounts: Rule[] = [
  podRule({
    name: "workload-service-account-own",
    severity: "medium",
    what: "Pods name a service account other than `default`.",
    why: "A role bound to `default` would apply to every pod of the namespace.",
    fix: "Create a ServiceAccount for the workload, and set it as `serviceAccountName`.",
    references: ["CIS Kubernetes 5.1.5", "CKV_K8S_41", "kube-linter default-service-account"],
    problems: ({ spec }) => {
      // `serviceAccount` is the deprecated name of the same field.
      const account = spec.serviceAccountName ?? spec.serviceAccount;
      const isDefault = !isSet(account) || account === "default";
      return isDefault && Object.keys(spec).length > 0 ? ["The pod runs as the service account `default`."] : [];
    },
  }),

  stackRule({
    name: "workload-token-not-mounted",
    severity: "medium",
    what: "The service account's token is mounted only where a role of the stack is bound to the account.",
    why: "A pod that does not call the Kubernetes API has no use for the token, but whoever compromises the pod has. Clouds trust a separate token, which their webhooks mount.",
    fix: "Set `automountServiceAccountToken: false` of the pod.",
    references: ["CIS Kubernetes 5.1.6", "CKV_K8S_38"],
    on: isWorkload,
    checkIn: (workload, stack) => {
      const { spec } = podOf(workload);
      const { automountServiceAccountToken: podSetting, serviceAccountName } = spec;
      const isSpecKnown = Object.keys(spec).length > 0;
      const isMounted =
        !mayBe(isSet(podSetting) ? podSetting : accountSetting(workload, stack), false) ||
        itemsOf(spec.volumes).some(projectsToken);
      return isSpecKnown && isMounted && !isBound(workload, serviceAccountName ?? "default", stack)
        ? ["A token of the API server is mounted, but no role is bound to its service account."]
        : [];
    },
  }),
];

/** Whether a volume has a token for the API server. A token for another audience is useless there. */
function projectsToken({ projected }: Volume): boolean {
  const sources = itemsOf(within(projected, (own) => own.sources));
  return sources.some(
    ({ serviceAccountToken }) =>
      isSet(serviceAccountToken) && !isSet(within(serviceAccountToken, ({ audience }) => audience)),
  );
}

/** Whether the ServiceAccount mounts its token; the default is true, also for an account outside the stack. */
function accountSetting(workload: Resource, stack: Stack): boolean | Unknown {
  const { serviceAccountName } = podOf(workload).spec;
  const account = stack
    .all<ServiceAccount>("kubernetes:core/v1:ServiceAccount")
    .find((each) => mayEqual(nameOf(each), serviceAccountName) && shareNamespace(each, workload));
  return isKnown(serviceAccountName) ? (account?.inputs.automountServiceAccountToken ?? true) : UNKNOWN;
}

function isBound(workload: Resource, account: string, stack: Stack): boolean {
  const bindings = ["RoleBinding", "ClusterRoleBinding"].flatMap((kind) =>
    stack.all<RoleBinding>(`kubernetes:rbac.authorization.k8s.io/v1:${kind}`),
  );
  return bindings.some((binding) =>
    itemsOf(binding.inputs.subjects).some(
      ({ kind, name, namespace }) =>
        kind === "ServiceAccount" &&
        mayEqual(name, account) &&
        mayEqual(namespace ?? namespaceOf(binding), namespaceOf(workload)),
    ),
  );
}
