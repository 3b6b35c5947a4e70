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

/** Types that `restricted` allows; `hostPath` has its own rule. */
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
    why: "Such a pod can read the node's traffic, see and signal its processes, and bypass every NetworkPolicy.",
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
    why: "The node's files contain the secrets of every other pod, and give a way to become root.",
    fix: "Use an emptyDir or a PersistentVolumeClaim instead of `hostPath`.",
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
    what: "Volumes have a type that `restricted` allows; other storage is mounted by a PersistentVolumeClaim.",
    why: "Other types put addresses and credentials of storage into the pod, and bypass the limits of claims.",
    fix: "Create a PersistentVolume, and mount it by a PersistentVolumeClaim.",
    references: ["PSS restricted: restrictedVolumes"],
    problems: ({ spec }) => {
      const known = itemsOf(spec.volumes).filter(isKnown);
      const wrong = known.filter((volume) => !volumeTypes.some((type) => isSet(volume[type])));
      return volumeProblem(wrong, "has a type that `restricted` does not allow.");
    },
  }),

  podRule({
    name: "pod-host-ports-none",
    severity: "high",
    what: "No container uses a port of its node.",
    why: "Whoever reaches the node reaches the container, bypassing Services, the Gateway and most NetworkPolicies.",
    fix: "Remove `hostPort`, and expose the pod by a Service.",
    references: ["PSS baseline: hostPorts", "CIS Kubernetes 5.2.13", "CKV_K8S_26"],
    problems: (pod) =>
      podContainerProblem(
        pod,
        ({ ports }) => itemsOf(ports).some(({ hostPort }) => isSet(hostPort) && hostPort !== 0),
        "uses a port of the node.",
      ),
  }),

  podRule({
    name: "pod-probe-hosts-none",
    severity: "medium",
    what: "Probes and lifecycle hooks name no host.",
    why: "The kubelet makes these calls from the node: with a host, they reach what the pod itself may not.",
    fix: "Remove `host` from the httpGet or tcpSocket.",
    references: ["PSS baseline: hostProbesAndHostLifecycle"],
    problems: (pod) => podContainerProblem(pod, callsOtherHost, "has a probe or hook that calls another host."),
  }),

  podRule({
    name: "pod-sysctls-safe",
    severity: "medium",
    what: "Pods set only safe sysctls.",
    why: "Other sysctls change the node's kernel for every pod on it.",
    fix: "Remove the entry from `securityContext.sysctls`.",
    references: ["PSS baseline: sysctls", "kube-linter unsafe-sysctls"],
    problems: ({ spec }) => {
      const sysctls = itemsOf(within(spec.securityContext, (context) => itemsOf(context.sysctls)));
      const unsafe = sysctls.filter(({ name }) => !mayBe(name, ...safeSysctls));
      return unsafe.map(({ name }) => `The sysctl ${name} is not safe.`);
    },
  }),

  podRule({
    name: "pod-proc-mount-default",
    severity: "medium",
    what: "Every container has the default /proc.",
    why: "An unmasked /proc exposes kernel memory and lets the container change kernel settings.",
    fix: "Remove `securityContext.procMount`.",
    references: ["PSS baseline: procMount", "PSS restricted: procMount_restricted", "kube-linter unsafe-proc-mount"],
    problems: (pod) =>
      podContainerProblem(
        pod,
        ({ securityContext }) => !mayBe(within(securityContext, ({ procMount }) => procMount) ?? "Default", "Default"),
        "does not have the default /proc.",
      ),
  }),

  podRule({
    name: "pod-host-process-off",
    severity: "critical",
    what: "No pod and no container is a Windows HostProcess.",
    why: "A HostProcess runs on the node itself.",
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

function callsOtherHost({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): boolean {
  const hooks = within(lifecycle, ({ postStart, preStop }) => [postStart, preStop]);
  const calls = [livenessProbe, readinessProbe, startupProbe, ...itemsOf(hooks as Handler[])];
  return calls.some((handler: Handler | undefined) => within(handler, namesHost) === true);
}

interface Handler {
  httpGet?: { host?: string };
  tcpSocket?: { host?: string };
}

function namesHost({ httpGet, tcpSocket }: Handler): boolean {
  return [httpGet, tcpSocket].some((call) => within(call, ({ host }) => isSet(host)) === true);
}

function isHostProcess({
  securityContext,
}: {
  securityContext?: { windowsOptions?: { hostProcess?: boolean } };
}): boolean {
  const hostProcess = within(securityContext, ({ windowsOptions }) => within(windowsOptions, (own) => own.hostProcess));
  return hostProcess === true;
}
