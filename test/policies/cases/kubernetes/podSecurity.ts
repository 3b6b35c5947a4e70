import type { Case } from "../../case.ts";
import { type Container, inContainer, inInitContainer, type PodChange, podCase } from "../../pod.ts";

type SecurityContext = NonNullable<Container["securityContext"]>;

/** The security context as a whole, of the container or of an init container. */
const context = (securityContext: SecurityContext) => inContainer({ securityContext });
const initContext = (securityContext: SecurityContext) => inInitContainer({ securityContext });
const podContext = (securityContext: NonNullable<PodChange["pod"]>["securityContext"]): PodChange => ({
  pod: { securityContext },
});
const windows = { os: { name: "windows" } };

export const podSecurityCases: Case[] = [
  podCase(
    "pod-privileged-off",
    [context({ privileged: false })],
    [context({ privileged: true }), initContext({ privileged: true })],
  ),
  podCase(
    "pod-privilege-escalation-off",
    [{ pod: windows, container: { securityContext: {} } }],
    [context({}), initContext({ allowPrivilegeEscalation: true }), inContainer({ securityContext: undefined })],
  ),
  podCase(
    "pod-capabilities-dropped",
    [context({ capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } })],
    [
      context({}),
      context({ capabilities: { drop: ["NET_RAW"] } }),
      initContext({ capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } }),
    ],
  ),
  podCase(
    "pod-runs-as-non-root",
    [{ ...podContext({}), ...context({ runAsNonRoot: true }) }],
    [podContext({}), podContext({ runAsNonRoot: false }), context({ runAsNonRoot: false })],
  ),
  podCase(
    "pod-user-not-root",
    [podContext({ runAsUser: 10001 }), context({ runAsUser: 10001 })],
    [podContext({ runAsUser: 0 }), initContext({ runAsUser: 0 })],
  ),
  podCase(
    "pod-seccomp-set",
    [{ ...podContext({}), ...context({ seccompProfile: { type: "Localhost", localhostProfile: "audit.json" } }) }],
    [podContext({}), context({ seccompProfile: { type: "Unconfined" } }), podContext({ seccompProfile: unconfined() })],
  ),
  podCase(
    "pod-apparmor-kept",
    [
      podContext({ appArmorProfile: { type: "RuntimeDefault" } }),
      { annotations: { "container.apparmor.security.beta.kubernetes.io/main": "localhost/strict" } },
    ],
    [
      podContext({ appArmorProfile: unconfined() }),
      initContext({ appArmorProfile: unconfined() }),
      { annotations: { "container.apparmor.security.beta.kubernetes.io/main": "unconfined" } },
    ],
  ),
  podCase(
    "pod-selinux-kept",
    [podContext({ seLinuxOptions: { type: "container_t", level: "s0:c1,c2" } })],
    [
      podContext({ seLinuxOptions: { type: "spc_t" } }),
      context({ seLinuxOptions: { user: "system_u" } }),
      initContext({ seLinuxOptions: { role: "system_r" } }),
    ],
  ),
];

function unconfined() {
  return { type: "Unconfined" };
}
