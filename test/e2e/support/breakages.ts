interface Container {
  image: string;
  securityContext: Record<string, unknown>;
  resources: { limits?: Record<string, string>; requests: Record<string, string> };
}

export interface PodSpec {
  containers: [Container];
  securityContext: Record<string, unknown>;
}

/** Each breaks a Deployment of one container in one way, which scanners must find. */
export const breakages: { name: string; breakIt(pod: PodSpec): void; checkov: string; kubeScore?: string }[] = [
  {
    name: "privileged",
    breakIt: ({ containers: [container] }) => {
      container.securityContext.privileged = true;
    },
    checkov: "CKV_K8S_16",
    kubeScore: "container-security-context-privileged",
  },
  {
    name: "writable-root",
    breakIt: ({ containers: [container] }) => {
      container.securityContext.readOnlyRootFilesystem = false;
    },
    checkov: "CKV_K8S_22",
    kubeScore: "container-security-context-readonlyrootfilesystem",
  },
  {
    name: "latest-image",
    breakIt: ({ containers: [container] }) => {
      container.image = "ghcr.io/mlflow/mlflow:latest";
    },
    checkov: "CKV_K8S_14",
    kubeScore: "container-image-tag",
  },
  {
    name: "low-user",
    breakIt: ({ securityContext }) => {
      securityContext.runAsUser = 1;
    },
    checkov: "CKV_K8S_40",
    kubeScore: "container-security-context-user-group-id",
  },
  {
    name: "unlimited-memory",
    breakIt: ({ containers: [{ resources }] }) => {
      delete resources.limits?.memory;
    },
    checkov: "CKV_K8S_13",
  },
];
