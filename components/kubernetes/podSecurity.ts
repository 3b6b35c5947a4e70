import type { core } from "@pulumi/kubernetes/types/input.js";

/** OpenShift gives every namespace its own range of user ids and refuses pods that pick one. */
export type KubernetesPlatform = "kubernetes" | "openshift";

const uid = 10001;

/** Pod security context that Pod Security `restricted` accepts. */
export function restrictedPod(platform: KubernetesPlatform): core.v1.PodSecurityContext {
  const restricted = { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } };
  return platform === "openshift" ? restricted : { ...restricted, runAsUser: uid, runAsGroup: uid, fsGroup: uid };
}

/** Container security context that Pod Security `restricted` accepts, with a read-only root. */
export const restrictedContainer: core.v1.SecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};
