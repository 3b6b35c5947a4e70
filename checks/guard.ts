import { log, runtime } from "@pulumi/pulumi";
import type { StackConfig } from "../config/index.ts";
import { commands } from "./commands.ts";
import { evaluate } from "./evaluate.ts";
import { needs } from "./needs.ts";
import { type ReadableCluster, Unreachable } from "./reader.ts";
import { PreconditionError, warnings } from "./report.ts";

/**
 * Fails a preview or an update before anything is made if the cluster lacks what the stack needs. Without an engine, as
 * in rendering, no cluster is read.
 *
 * @throws PreconditionError with every unmet precondition
 */
export async function guardPreconditions(config: StackConfig, cluster: ReadableCluster): Promise<void> {
  if (!runsInEngine()) {
    return;
  }
  const stack = runtime.getStack();
  const { kubectl, set } = commands(config.cluster, stack);
  try {
    const results = await evaluate(needs(config, stack), cluster);
    for (const text of warnings(results)) {
      log.warn(text);
    }
    const unmet = results.filter(({ state }) => state === "unmet");
    if (unmet.length > 0) {
      const next = `cluster.unchecked[${config.cluster.unchecked.length}]`;
      throw new PreconditionError(unmet, (name) => set(next, name));
    }
  } catch (error) {
    if (!(error instanceof Unreachable)) {
      throw error;
    }
    const reason = `The cluster can't be read (${error.message}). Check the access with: ${kubectl} cluster-info`;
    log.warn(`${reason}\nThe preconditions of the stack were not checked.`);
  }
}

/** Whether the program runs in the Pulumi engine. The in-process monitor of rendering sets no engine address. */
function runsInEngine(): boolean {
  return runtime.getEngine() !== undefined && runtime.hasEngine();
}
