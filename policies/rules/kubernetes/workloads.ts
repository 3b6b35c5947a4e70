/** Containers of workloads: resources, probes, images and secrets. */

import type { core } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { UNKNOWN } from "../../../graph/inputs.ts";
import type { Resource } from "../../../graph/resource.ts";
import { ofType, type Rule, resourceRule, stackRule } from "../../engine/rule.ts";
import type { Stack } from "../../engine/stack.ts";
import { isKnown, isSet, itemsOf, mayBe, within } from "../../engine/unknown.ts";
import { holdsSecret, isPlainCredential } from "./plainSecrets.ts";
import { containerProblem, podContainerProblem, podRule } from "./podRule.ts";
import { type Container, containersWithResources, isLongRunning, podOf } from "./pods.ts";
import { servicesFor } from "./selectors.ts";

export const workloads: Rule[] = [
  podRule({
    name: "container-resources-requested",
    severity: "medium",
    what: "Every container requests CPU and memory, and limits its memory.",
    why: "Otherwise the scheduler overcommits a node, and the kernel kills pods that stayed within their share.",
    fix: "Set `resources.requests.cpu`, `resources.requests.memory` and `resources.limits.memory`.",
    references: [
      "CKV_K8S_10",
      "CKV_K8S_12",
      "CKV_K8S_13",
      "kube-linter unset-cpu-requirements",
      "kube-linter unset-memory-requirements",
    ],
    problems: (pod) => {
      const own = containersWithResources(pod);
      return [
        ...containerProblem(
          own,
          (each) => !hasQuantity(each, "requests", "cpu") && !hasQuantity(each, "limits", "cpu"),
          "requests no CPU.",
        ),
        ...containerProblem(own, (each) => !hasQuantity(each, "limits", "memory"), "has no memory limit."),
      ];
    },
  }),

  probeRule("readinessProbe", {
    name: "workload-readiness-probed",
    severity: "medium",
    what: "Containers that serve have a readiness probe.",
    why: "Otherwise requests are sent to pods that are still starting or stuck.",
    fix: "Set `readinessProbe` of the container.",
    references: ["CKV_K8S_9", "kube-linter no-readiness-probe"],
  }),

  probeRule("livenessProbe", {
    name: "workload-liveness-probed",
    severity: "low",
    what: "Containers that serve have a liveness probe.",
    why: "Otherwise a process that hangs is not restarted until somebody notices.",
    fix: "Set `livenessProbe` of the container.",
    references: ["CKV_K8S_8", "kube-linter no-liveness-probe"],
  }),

  podRule({
    name: "container-root-filesystem-read-only",
    severity: "medium",
    what: "Every container has a read-only root filesystem.",
    why: "Otherwise whoever compromises the container can change the program and install tools.",
    fix: "Set `securityContext.readOnlyRootFilesystem: true`, and mount an emptyDir where the program writes.",
    references: ["CKV_K8S_22", "kube-linter no-read-only-root-fs"],
    problems: (pod) =>
      podContainerProblem(
        pod,
        ({ securityContext }) =>
          !mayBe(
            within(securityContext, ({ readOnlyRootFilesystem }) => readOnlyRootFilesystem),
            true,
          ),
        "can write to its root filesystem.",
      ),
  }),

  podRule({
    name: "container-image-tagged",
    severity: "high",
    what: "Every image has a tag other than `latest`, or a digest.",
    why: "Otherwise the version that runs depends on when a node pulled the image, and a rollback does not restore it.",
    fix: "Name the version in `image`.",
    references: ["CKV_K8S_14", "kube-linter latest-tag"],
    problems: (pod) =>
      podContainerProblem(pod, ({ image }) => !isFixed(image), "has an image without a fixed version."),
  }),

  podRule({
    name: "container-secrets-referenced",
    severity: "high",
    what: "Containers read secrets from Secrets, not from plain environment variables, commands or arguments.",
    why: "Everybody who may read pods can read it, and deployment logs record it.",
    fix: "Put it into a Secret, and read it by `valueFrom.secretKeyRef` or a volume.",
    references: ["CIS Kubernetes 5.4.1", "kube-linter env-var-secret"],
    problems: (pod) => [
      ...podContainerProblem(
        pod,
        ({ env }) => itemsOf(env).some(isSecretVariable),
        "has a secret in a plain environment variable.",
      ),
      ...podContainerProblem(
        pod,
        ({ command, args }) => [...itemsOf(command), ...itemsOf(args)].some(holdsSecret),
        "has a secret in its command.",
      ),
    ],
  }),

  resourceRule<Unwrap<core.v1.ConfigMap>>({
    name: "config-map-secrets-none",
    severity: "high",
    what: "No ConfigMap contains a secret.",
    why: "More people and pods may read ConfigMaps than Secrets, and ConfigMaps are not encrypted at rest.",
    fix: "Put it into a Secret.",
    references: [],
    on: ofType("kubernetes:core/v1:ConfigMap"),
    check: ({ inputs }) => {
      const texts = Object.entries(within(inputs.data, (data) => data) ?? {});
      const encoded = Object.entries(within(inputs.binaryData, (data) => data) ?? {});
      const decoded = encoded.map(([key, data]) => [key, isKnown(data) ? decode(data) : data] as const);
      const secrets = [...texts, ...decoded].filter(([key, text]) => holdsSecret(text) || isPlainCredential(key, text));
      return secrets.map(([key]) => `The key "${key}" contains a secret.`);
    },
  }),
];

type Probe = "readinessProbe" | "livenessProbe";

/** A rule that the containers of a workload that serve requests have a probe. */
function probeRule(probe: Probe, declared: Omit<Parameters<typeof stackRule>[0], "on" | "checkIn">): Rule {
  return stackRule({
    ...declared,
    on: isLongRunning,
    checkIn: (workload, stack) => {
      const text = `serves without a ${probe}.`;
      return containerProblem(servingContainers(workload, stack), (container) => !isSet(container[probe]), text);
    },
  });
}

function servingContainers(workload: Resource, stack: Stack): Container[] {
  const { spec } = podOf(workload);
  const containers = itemsOf(spec.containers).filter(isKnown);
  const sidecars = itemsOf(spec.initContainers).filter(({ restartPolicy }) => restartPolicy === "Always");
  const withPorts = [...containers, ...sidecars].filter(({ ports }) => itemsOf(ports).length > 0);
  return withPorts.length > 0 || servicesFor(workload, stack).length === 0 ? withPorts : containers;
}

function decode(data: string): string {
  return Buffer.from(data, "base64").toString();
}

function hasQuantity({ resources }: Container, kind: "requests" | "limits", resource: "cpu" | "memory"): boolean {
  return isSet(within(resources, (own) => within(own[kind], (quantities) => quantities[resource])));
}

function isFixed(image: string | undefined): boolean {
  if (image === undefined || image === UNKNOWN || /@sha\d+:[0-9a-f]+$/.test(image)) {
    return image !== undefined;
  }
  const [, tag] = /:([^:/]+)$/.exec(image) ?? [];
  return tag !== undefined && tag !== "latest";
}

function isSecretVariable({ name, value }: Unwrap<core.v1.EnvVar>): boolean {
  return holdsSecret(value) || isPlainCredential(name, value);
}
