import type { Case } from "../../case.ts";
import { inContainer, inInitContainer, type PodChange, podCase } from "../../pod.ts";

const volume = (volume: object): PodChange => ({ pod: { volumes: [{ name: "data", ...volume }] } });

const sysctl = (name: string): PodChange => ({ pod: { securityContext: { sysctls: [{ name, value: "1" }] } } });

export const hostAccessCases: Case[] = [
  podCase(
    "pod-host-namespaces-off",
    [{ pod: { hostNetwork: false } }],
    [{ pod: { hostNetwork: true } }, { pod: { hostPID: true } }, { pod: { hostIPC: true } }],
  ),
  podCase("pod-host-path-none", [volume({ emptyDir: {} })], [volume({ hostPath: { path: "/var/run/docker.sock" } })]),
  podCase(
    "pod-volume-types-restricted",
    [
      volume({ secret: { secretName: "keys" } }),
      volume({ persistentVolumeClaim: { claimName: "data" } }),
      volume({ csi: { driver: "secrets-store.csi.k8s.io" } }),
    ],
    [volume({ nfs: { server: "nfs.example.com", path: "/" } })],
  ),
  podCase(
    "pod-host-ports-none",
    [inContainer({ ports: [{ containerPort: 8080, hostPort: 0 }] })],
    [inContainer({ ports: [{ containerPort: 8080, hostPort: 8080 }] })],
  ),
  podCase(
    "pod-probe-hosts-none",
    [inContainer({ readinessProbe: { tcpSocket: { port: 8080 } } })],
    [
      inContainer({ livenessProbe: { httpGet: { host: "169.254.169.254", port: 80 } } }),
      inContainer({ startupProbe: { tcpSocket: { host: "db.example.com", port: 5432 } } }),
      inInitContainer({ lifecycle: { preStop: { httpGet: { host: "127.0.0.1", port: 80 } } } }),
    ],
  ),
  podCase("pod-sysctls-safe", [sysctl("net.ipv4.tcp_syncookies")], [sysctl("kernel.msgmax")]),
  podCase(
    "pod-proc-mount-default",
    [inContainer({ securityContext: { procMount: "Default" } })],
    [inContainer({ securityContext: { procMount: "Unmasked" } })],
  ),
  podCase(
    "pod-host-process-off",
    [{ pod: { securityContext: { windowsOptions: { hostProcess: false } } } }],
    [
      { pod: { securityContext: { windowsOptions: { hostProcess: true } } } },
      inContainer({ securityContext: { windowsOptions: { hostProcess: true } } }),
    ],
  ),
];
