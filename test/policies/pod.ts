/** Workloads of cases, which violate no rule until a case changes them. */
import type { apps, core } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { type Case, type CaseResource, resource } from "./case.ts";

export type PodSpec = Unwrap<core.v1.PodSpec>;
export type Container = Unwrap<core.v1.Container>;

/** Changes that a case makes to a pod and to its one container. */
export interface PodChange {
  pod?: Partial<PodSpec>;
  container?: Partial<Container>;
  annotations?: Record<string, string>;
}

/** Changes of the container, or of an added init container. */
export const inContainer = (container: Partial<Container>): PodChange => ({ container });
export const inInitContainer = (container: Partial<Container>): PodChange => ({
  pod: { initContainers: [{ ...soundContainer, name: "init", ...container }] },
});

const soundContainer: Container = {
  name: "main",
  image: "registry.example.com/app:1.2.3",
  ports: [{ containerPort: 8080 }],
  resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "128Mi" } },
  readinessProbe: { httpGet: { path: "/ready", port: 8080 } },
  livenessProbe: { httpGet: { path: "/live", port: 8080 } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  },
};

/** Labels of the pods of a workload. */
export const labelsOf = (name: string) => ({ "app.kubernetes.io/name": name });

export function podTemplate(name: string, { pod, container, annotations }: PodChange = {}) {
  return {
    metadata: { labels: labelsOf(name), ...(annotations && { annotations }) },
    spec: {
      serviceAccountName: name,
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      ...pod,
      containers: pod?.containers ?? [{ ...soundContainer, ...container }],
    },
  };
}

/** In a namespace of its own, unless one is given. */
export function deployment(
  name: string,
  change: PodChange = {},
  { namespace = name, ...spec }: Partial<Unwrap<apps.v1.DeploymentSpec>> & { namespace?: string } = {},
): CaseResource {
  return resource<Unwrap<apps.v1.Deployment>>("kubernetes:apps/v1:Deployment", name, {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels: labelsOf(name) },
    spec: {
      replicas: 1,
      selector: { matchLabels: labelsOf(name) },
      template: podTemplate(name, change),
      ...spec,
    },
  });
}

export function job(name: string, change: PodChange = {}): CaseResource {
  const template = podTemplate(name, change);
  return resource("kubernetes:batch/v1:Job", name, {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace: name },
    spec: { template: { ...template, spec: { ...template.spec, restartPolicy: "Never" } } },
  });
}

/** Cases of a rule on pods: a Deployment each. */
export function podCase(rule: string, passes: PodChange[], fails: PodChange[]): Case {
  const each = (kind: string) => (change: PodChange, index: number) => [deployment(`${rule}-${kind}-${index}`, change)];
  return { rule, passes: [[deployment(rule)], ...passes.map(each("good"))], fails: fails.map(each("bad")) };
}
