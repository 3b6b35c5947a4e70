import type { KubernetesPlatform } from "../kubernetes/podSecurity.ts";
import { type ExemptionName, imageExemptions } from "../kubernetes/scannerExemptions.ts";

/** Exemptions of every workload that runs MLflow's image. */
export function podExemptions({ image, platform }: { image: string; platform: KubernetesPlatform }): ExemptionName[] {
  return [
    ...imageExemptions(image),
    "secretsInEnvironment",
    ...(platform === "openshift" ? ["platformUser" as const] : []),
  ];
}

/** Exemptions of the tracking server. */
export function serverExemptions(args: Parameters<typeof podExemptions>[0] & { replicas: number }): ExemptionName[] {
  return [
    ...podExemptions(args),
    "oneHealthEndpoint",
    "allPodsAtOnce",
    args.replicas === 1 ? "oneReplica" : "softSpread",
  ];
}
