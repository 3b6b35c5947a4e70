/** Pod Security Standards: what pods can reach of their node. */

import type { Rule } from "../../engine/rule.ts";
import { isKnown, isSet, itemsOf, mayBe, within } from "../../engine/unknown.ts";
import { named, podContainerProblem, podRule } from "./podRule.ts";
import type { Container } from "./pods.ts";

const safeSysctls = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
];

/** `hostPath` is a rule of its own. */
const volumeTypes = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "hostPath",
  "persistentVolumeClaim",
  "projected",
  "secret",
] as const;

export const hostAccess: Rule[] = [
  podRule({
    name: "pod-host-namespaces-off",
    severity: "critical",
    what: "No pod shares its node's network, processes or IPC.",
    why: "It would listen to the node's traffic, or see and signal its processes, past every NetworkPolicy.",
    fix: "Remove `hostNetwork`, `hostPID` and `hostIPC`.",
    references: [
      "PSS baseline: hostNamespaces",
      "CIS Kubernetes 5.2.3",
      "CIS Kubernetes 5.2.4",
      "CIS Kubernetes 5.2.5",
      "CKV_K8S_17",
      "CKV_K8S_18",
      "CKV_K8S_19",
      "kube-linter host-ipc",
      "kube-linter host-network",
      "kube-linter host-pid",
    ],
    problems: ({ spec }) => {
      const shared = (["hostNetwork", "hostPID", "hostIPC"] as const).filter((field) => spec[field] === true);
      return shared.length === 0 ? [] : [`The pod shares its node's namespaces: ${shared.join(", ")}.`];
    },
  }),

  podRule({
    name: "pod-host-path-none",
    severity: "critical",
    what: "No pod mounts a path of its node.",
    why: "The node's files hold every other pod's secrets, and the way to root.",
    fix: "Take an emptyDir or a PersistentVolumeClaim instead of `hostPath`.",
    references: [
      "PSS baseline: hostPathVolumes",
      "CIS Kubernetes 5.2.12",
      "CKV_K8S_27",
      "kube-linter docker-sock",
      "kube-linter sensitive-host-mounts",
    ],
    problems: ({ spec }) => {
      const wrong = itemsOf(spec.volumes).filter(({ hostPath }) => isSet(hostPath));
      return volumeProblem(wrong, "mounts a path of the node.");
    },
  }),

  podRule({
    name: "pod-volume-types-restricted",
    severity: "medium",
    what: "Volumes are of a type that `restricted` allows; other storage comes through a PersistentVolumeClaim.",
    why: "Other types carry addresses and credentials of storage in the pod, past the claims that limit its use.",
    fix: "Make a PersistentVolume, and mount it by a PersistentVolumeClaim.",
    references: ["PSS restricted: restrictedVolumes"],
    problems: ({ spec }) => {
      const known = itemsOf(spec.volumes).filter(isKnown);
      const wrong = known.filter((volume) => !volumeTypes.some((type) => isSet(volume[type])));
      return volumeProblem(wrong, "is of a restricted type.");
    },
  }),

  podRule({
    name: "pod-host-ports-none",
    severity: "high",
    what: "No container takes a port of its node.",
    why: "Whoever reaches the node reaches the container, past Services, the Gateway and most NetworkPolicies.",
    fix: "Remove `hostPort`, and reach the pod by a Service.",
    references: ["PSS baseline: hostPorts", "CIS Kubernetes 5.2.13", "CKV_K8S_26"],
    problems: (pod) =>
      podContainerProblem(
        pod,
        ({ ports }) => itemsOf(ports).some(({ hostPort }) => !mayBe(hostPort ?? 0, 0)),
        "takes a port of the node.",
      ),
  }),

  podRule({
    name: "pod-probe-hosts-none",
    severity: "medium",
    what: "Probes and lifecycle hooks name no host.",
    why: "The kubelet makes these calls: with a host they reach, from the node, what the pod may not.",
    fix: "Remove `host` of the httpGet or tcpSocket.",
    references: ["PSS baseline: hostProbesAndHostLifecycle"],
    problems: (pod) => podContainerProblem(pod, callsAHost, "has a probe or hook that calls another host."),
  }),

  podRule({
    name: "pod-sysctls-safe",
    severity: "medium",
    what: "Sysctls are among the safe ones.",
    why: "Others change the kernel of the node for every pod on it.",
    fix: "Remove the entry from `securityContext.sysctls`.",
    references: ["PSS baseline: sysctls", "kube-linter unsafe-sysctls"],
    problems: ({ spec }) => {
      const sysctls = itemsOf(within(spec.securityContext, (context) => itemsOf(context.sysctls)));
      const unsafe = sysctls.filter(({ name }) => !mayBe(name, ...safeSysctls));
      return unsafe.map(({ name }) => `The sysctl ${name} is not a safe one.`);
    },
  }),

  podRule({
    name: "pod-proc-mount-default",
    severity: "medium",
    what: "Every container has the default /proc.",
    why: "An unmasked /proc shows the node's memory and lets its settings be written.",
    fix: "Remove `securityContext.procMount`.",
    references: ["PSS baseline: procMount", "PSS restricted: procMount_restricted", "kube-linter unsafe-proc-mount"],
    problems: (pod) =>
      podContainerProblem(
        pod,
        ({ securityContext }) => !mayBe(within(securityContext, ({ procMount }) => procMount) ?? "Default", "Default"),
        "has another /proc than the default.",
      ),
  }),

  podRule({
    name: "pod-host-process-off",
    severity: "critical",
    what: "No pod and no container is a HostProcess of Windows.",
    why: "It would run on the node itself.",
    fix: "Remove `securityContext.windowsOptions.hostProcess`.",
    references: ["PSS baseline: windowsHostProcess", "CIS Kubernetes 5.2.11"],
    problems: (pod) => [
      ...(isHostProcess(pod.spec) ? ["The pod is a HostProcess."] : []),
      ...podContainerProblem(pod, isHostProcess, "is a HostProcess."),
    ],
  }),
];

function volumeProblem(volumes: { name: string }[], text: string): string[] {
  const names = volumes.map(({ name }) => name);
  return names.length === 0 ? [] : [`${named("volume", names)} ${text}`];
}

function callsAHost({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): boolean {
  const hooks = within(lifecycle, ({ postStart, preStop }) => [postStart, preStop]);
  const calls = [livenessProbe, readinessProbe, startupProbe, ...itemsOf(hooks as Handler[])];
  return calls.some((handler: Handler | undefined) => within(handler, namesAHost) === true);
}

interface Handler {
  httpGet?: { host?: string };
  tcpSocket?: { host?: string };
}

function namesAHost({ httpGet, tcpSocket }: Handler): boolean {
  return [httpGet, tcpSocket].some((call) => !mayBe(within(call, ({ host }) => host) ?? "", ""));
}

function isHostProcess({
  securityContext,
}: {
  securityContext?: { windowsOptions?: { hostProcess?: boolean } };
}): boolean {
  const hostProcess = within(securityContext, ({ windowsOptions }) => within(windowsOptions, (own) => own.hostProcess));
  return hostProcess === true;
}
