import { log, runtime } from "@pulumi/pulumi";
import type { StackConfig } from "../config/index.ts";
import { commands } from "./commands.ts";
import { evaluate } from "./evaluate.ts";
import { needs } from "./needs.ts";
import { type ReadableCluster, Unreachable } from "./reader.ts";
import { PreconditionError, warnings } from "./report.ts";

/**
 * Fails a preview or an update before anything is made, where the cluster lacks what the stack needs. A program that
 * runs without an engine, as rendering runs it, reads no cluster.
 *
 * @throws PreconditionError naming everything at once.
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
    const reason = `The cluster can't be read (${error.message}), see: ${kubectl} cluster-info`;
    log.warn(`${reason}\nWhether it has what the stack needs was not checked.`);
  }
}

/** The SDK connects to the engine when it is first asked for; the in-process monitor gives it no address. */
function runsInEngine(): boolean {
  return runtime.getEngine() !== undefined && runtime.hasEngine();
}
