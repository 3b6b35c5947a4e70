import type { KubernetesPlatform } from "../kubernetes/podSecurity.ts";
import { imageWaivers, type WaiverName } from "../kubernetes/scannerExemptions.ts";

/** Waivers of every workload that runs MLflow's image. */
export function podWaivers({ image, platform }: { image: string; platform: KubernetesPlatform }): WaiverName[] {
  return [
    ...imageWaivers(image),
    "secretsInEnvironment",
    ...(platform === "openshift" ? ["platformUser" as const] : []),
  ];
}

/** Waivers of the tracking server. */
export function serverWaivers(args: Parameters<typeof podWaivers>[0] & { replicas: number }): WaiverName[] {
  return [...podWaivers(args), "oneHealthEndpoint", "allPodsAtOnce", args.replicas === 1 ? "oneReplica" : "softSpread"];
}
