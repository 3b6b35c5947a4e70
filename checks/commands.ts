/** Commands that fixes are made of, for the cluster and the stack that they are about. */
import { project } from "../config/problems.ts";
import type { ClusterAccess } from "../lib/liveCluster.ts";

export interface Commands {
  /** `kubectl`, with what leads it to the stack's cluster. */
  kubectl: string;

  /** Sets a key of the config. */
  set(path: string, value: string | number | boolean): string;
}

export function commands({ kubeconfig, context }: ClusterAccess, stack: string | undefined): Commands {
  const cluster = [
    ...(kubeconfig === undefined ? [] : [`--kubeconfig ${quoted(kubeconfig)}`]),
    ...(context === undefined ? [] : [`--context ${quoted(context)}`]),
  ];
  const ofStack = stack === undefined ? "" : ` --stack ${stack}`;
  return {
    kubectl: ["kubectl", ...cluster].join(" "),
    set: (path, value) => `pulumi config set${ofStack} --path '${project}:${path}' ${quoted(String(value))}`,
  };
}

/** A word for a POSIX shell. */
function quoted(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
