/**
 * Pod Security Standards: privileges of containers. The checks are equal to those of `k8s.io/pod-security-admission` 0.36
 * with the ids in their references, but do not relax anything for pods with `hostUsers: false`.
 */

import type { Rule } from "../../engine/rule.ts";
import { isSet, mayBe, within } from "../../engine/unknown.ts";
import { podContainerProblem, podRule } from "./podRule.ts";
import type { Container, Pod } from "./pods.ts";

export const podSecurity: Rule[] = [
  podRule({
    name: "pod-privileged-off",
    severity: "critical",
    what: "No container is privileged.",
    why: "A privileged container is root on its node, with access to all devices.",
    fix: "Remove `securityContext.privileged`.",
    references: ["PSS baseline: privileged", "CIS Kubernetes 5.2.2", "CKV_K8S_16", "kube-linter privileged-container"],
    problems: (pod) =>
      podContainerProblem(
        pod,
        ({ securityContext }) => within(securityContext, ({ privileged }) => privileged) === true,
        "runs privileged.",
      ),
  }),

  podRule({
    name: "pod-privilege-escalation-off",
    severity: "high",
    what: "Every container sets allowPrivilegeEscalation to false.",
    why: "Otherwise a set-user-ID program in the image can make its process root.",
    fix: "Set `securityContext.allowPrivilegeEscalation: false` of the container.",
    references: [
      "PSS restricted: allowPrivilegeEscalation",
      "CIS Kubernetes 5.2.6",
      "CKV_K8S_20",
      "kube-linter privilege-escalation-container",
    ],
    problems: (pod) =>
      onLinux(pod, () =>
        podContainerProblem(
          pod,
          ({ securityContext }) =>
            !mayBe(
              within(securityContext, ({ allowPrivilegeEscalation }) => allowPrivilegeEscalation),
              false,
            ),
          "can gain privileges: allowPrivilegeEscalation is not false.",
        ),
      ),
  }),

  podRule({
    name: "pod-capabilities-dropped",
    severity: "high",
    what: "Every container drops ALL capabilities, and adds none but NET_BIND_SERVICE.",
    why: "The default capabilities of runtimes let a container forge packets and change the owners of files.",
    fix: 'Set `securityContext.capabilities.drop: ["ALL"]` of the container.',
    references: [
      "PSS baseline: capabilities_baseline",
      "PSS restricted: capabilities_restricted",
      "CIS Kubernetes 5.2.8",
      "CIS Kubernetes 5.2.9",
      "CIS Kubernetes 5.2.10",
      "CKV_K8S_25",
      "CKV_K8S_28",
      "CKV_K8S_37",
      "kube-linter drop-net-raw-capability",
    ],
    problems: (pod) =>
      onLinux(pod, () => [
        ...podContainerProblem(
          pod,
          (container) => !mayInclude(capabilities(container, "drop"), "ALL"),
          "keeps capabilities: not all are dropped.",
        ),
        ...podContainerProblem(
          pod,
          (container) => {
            const added = capabilities(container, "add");
            return Array.isArray(added) && added.some((capability) => !mayBe(capability, "NET_BIND_SERVICE"));
          },
          "adds capabilities other than NET_BIND_SERVICE.",
        ),
      ]),
  }),

  podRule({
    name: "pod-runs-as-non-root",
    severity: "high",
    what: "Every container runs as a user other than root: runAsNonRoot is true for it or its pod, and false for neither.",
    why: "A process that escapes its container keeps its user id, and root controls the node.",
    fix: "Set `securityContext.runAsNonRoot: true` of the pod.",
    references: ["PSS restricted: runAsNonRoot", "CIS Kubernetes 5.2.7", "CKV_K8S_23", "kube-linter run-as-non-root"],
    problems: (pod) => {
      const ofPod = within(pod.spec.securityContext, ({ runAsNonRoot }) => runAsNonRoot);
      return [
        ...(ofPod === false ? ["The pod may run as root: runAsNonRoot is false."] : []),
        ...podContainerProblem(
          pod,
          ({ securityContext }) => {
            const own = within(securityContext, ({ runAsNonRoot }) => runAsNonRoot);
            return !mayBe(isSet(own) ? own : ofPod, true);
          },
          "may run as root: runAsNonRoot is not true.",
        ),
      ];
    },
  }),

  podRule({
    name: "pod-user-not-root",
    severity: "high",
    what: "No pod and no container sets the user id 0.",
    why: "A process that escapes its container keeps its user id, and root controls the node.",
    fix: "Remove `securityContext.runAsUser: 0`, or set the id of a user of the image.",
    references: ["PSS restricted: runAsUser", "CIS Kubernetes 5.2.7", "kube-linter run-as-non-root"],
    problems: (pod) => [
      ...(within(pod.spec.securityContext, ({ runAsUser }) => runAsUser) === 0 ? ["The pod runs as root."] : []),
      ...podContainerProblem(
        pod,
        ({ securityContext }) => within(securityContext, ({ runAsUser }) => runAsUser) === 0,
        "runs as root.",
      ),
    ],
  }),

  podRule({
    name: "pod-seccomp-set",
    severity: "medium",
    what: "Every container has the seccomp profile RuntimeDefault or Localhost, set for it or its pod.",
    why: "Without one, a container can make every system call, and so reach every weakness of the kernel.",
    fix: "Set `securityContext.seccompProfile.type: RuntimeDefault` of the pod.",
    references: [
      "PSS baseline: seccompProfile_baseline",
      "PSS restricted: seccompProfile_restricted",
      "CIS Kubernetes 5.7.2",
      "CKV_K8S_31",
    ],
    problems: (pod) =>
      onLinux(pod, () => {
        const ofPod = within(pod.spec.securityContext, ({ seccompProfile }) => within(seccompProfile, typeOf));
        return [
          ...(isSet(ofPod) && !isProfile(ofPod) ? ["The pod has no confining seccomp profile."] : []),
          ...podContainerProblem(
            pod,
            ({ securityContext }) => {
              const own = within(securityContext, ({ seccompProfile }) => within(seccompProfile, typeOf));
              return !isProfile(isSet(own) ? own : ofPod);
            },
            "has no confining seccomp profile.",
          ),
        ];
      }),
  }),

  podRule({
    name: "pod-apparmor-kept",
    severity: "medium",
    what: "No pod and no container disables AppArmor.",
    why: "The runtime's profile prevents a container from mounting file systems and from writing to kernel files.",
    fix: "Remove the AppArmor profile, or set it to RuntimeDefault or Localhost.",
    references: ["PSS baseline: appArmorProfile"],
    problems: (pod) => {
      const ofPod = within(pod.spec.securityContext, ({ appArmorProfile }) => within(appArmorProfile, typeOf));
      const annotations = Object.entries(pod.metadata.annotations ?? {});
      return [
        ...(isSet(ofPod) && !isProfile(ofPod) ? ["The pod disables AppArmor."] : []),
        ...podContainerProblem(
          pod,
          ({ securityContext }) => {
            const own = within(securityContext, ({ appArmorProfile }) => within(appArmorProfile, typeOf));
            return isSet(own) && !isProfile(own);
          },
          "disables AppArmor.",
        ),
        ...annotations.flatMap(([key, profile]) =>
          turnsAppArmorOff(key, profile) ? [`The annotation ${key} disables AppArmor.`] : [],
        ),
      ];
    },
  }),

  podRule({
    name: "pod-selinux-kept",
    severity: "medium",
    what: "No pod and no container sets an SELinux user or role, or a type that is not for containers.",
    why: "Other types give access to the node's files and processes.",
    fix: "Remove `securityContext.seLinuxOptions`.",
    references: ["PSS baseline: seLinuxOptions"],
    problems: (pod) => [
      ...(leavesSelinux(pod.spec) ? ["The pod sets SELinux options that are not for containers."] : []),
      ...podContainerProblem(pod, leavesSelinux, "sets SELinux options that are not for containers."),
    ],
  }),
];

/** Windows has no capabilities, seccomp or set-user-ID: its pods are exempt, as upstream. */
function onLinux({ spec }: Pod, check: () => string[]): string[] {
  return mayBe(within(spec.os, ({ name }) => name) ?? "linux", "linux") ? check() : [];
}

function typeOf({ type }: { type: string }): string {
  return type;
}

function isProfile(type: string | undefined): boolean {
  return mayBe(type, "RuntimeDefault", "Localhost");
}

function capabilities({ securityContext }: Container, list: "add" | "drop") {
  return within(securityContext, ({ capabilities }) => within(capabilities, (each) => each[list]));
}

function mayInclude(items: string[] | string | undefined, item: string): boolean {
  return Array.isArray(items) ? items.some((each) => mayBe(each, item)) : mayBe(items, item);
}

/** The annotation was the only way before Kubernetes 1.30, and still works. */
function turnsAppArmorOff(key: string, profile: string): boolean {
  const isProfileOfContainer = key.startsWith("container.apparmor.security.beta.kubernetes.io/");
  return isProfileOfContainer && !mayBe(profile, "", "runtime/default") && !profile.startsWith("localhost/");
}

function leavesSelinux({ securityContext }: { securityContext?: { seLinuxOptions?: SelinuxOptions } }): boolean {
  const types = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];
  const leaves = ({ type, user, role }: SelinuxOptions) => !mayBe(type ?? "", ...types) || isSet(user) || isSet(role);
  return within(securityContext, ({ seLinuxOptions }) => within(seLinuxOptions, leaves)) === true;
}

interface SelinuxOptions {
  type?: string;
  user?: string;
  role?: string;
}
