import type { apps, core } from "@pulumi/kubernetes/types/input.js";
import { restrictedContainer, restrictedPod } from "../kubernetes/podSecurity.ts";
import { podSpread } from "../kubernetes/podSpread.ts";
import type { TelemetryArgs } from "./args.ts";
import { environment } from "./environment.ts";

/**
 * A long-running service that schedules itself. An update stops the old pod first: two would publish the same events.
 * There are no probes, since no source documents any.
 */
export function deploymentSpec(
  args: TelemetryArgs,
  pod: { labels: Record<string, string>; serviceAccountName: string },
): apps.v1.DeploymentSpec {
  const { labels, serviceAccountName } = pod;
  const { repository, tag, pullSecretName } = args.image;
  return {
    replicas: args.replicas,
    strategy: { type: "Recreate" },
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        serviceAccountName,
        automountServiceAccountToken: false,
        ...(pullSecretName && { imagePullSecrets: [{ name: pullSecretName }] }),
        nodeSelector: args.nodeSelector,
        tolerations: args.tolerations,
        ...(args.replicas > 1 && { topologySpreadConstraints: podSpread(labels) }),
        ...podSecurity(args),
        containers: [
          {
            name: "telemetry",
            image: `${repository}:${tag}`,
            env: environment(args),
            resources: { requests: args.resources, limits: { memory: args.resources.memory } },
            ...containerSecurity(args),
          },
        ],
      },
    },
  };
}

function podSecurity({ platform, podSecurityContext }: TelemetryArgs): Pick<core.v1.PodSpec, "securityContext"> {
  const { enabled, ...own } = podSecurityContext;
  return enabled ? { securityContext: { ...restrictedPod(platform), ...own } } : {};
}

function containerSecurity({ containerSecurityContext }: TelemetryArgs): Pick<core.v1.Container, "securityContext"> {
  const { enabled, ...own } = containerSecurityContext;
  return enabled ? { securityContext: { ...restrictedContainer, ...own } } : {};
}
