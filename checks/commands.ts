/** Commands for fixes, for the cluster and the stack of the config. */
import { ConfigCommands } from "../lib/configCommands.ts";
import type { ClusterAccess } from "../lib/liveCluster.ts";
import { quoted } from "../lib/shell.ts";

export interface Commands {
  /** `kubectl` with the options that select the stack's cluster. */
  kubectl: string;

  /** The command that sets a key of the config. */
  set(path: string, value: string | number | boolean): string;
}

export function commands({ kubeconfig, context }: ClusterAccess, stack: string | undefined): Commands {
  const cluster = [
    ...(kubeconfig === undefined ? [] : [`--kubeconfig ${quoted(kubeconfig)}`]),
    ...(context === undefined ? [] : [`--context ${quoted(context)}`]),
  ];
  const config = new ConfigCommands(stack);
  return {
    kubectl: ["kubectl", ...cluster].join(" "),
    set: (path, value) => config.set(path, quoted(String(value))),
  };
}
