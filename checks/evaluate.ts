import { lookAt } from "./look.ts";
import type { Finding, Precondition, Result } from "./precondition.ts";
import { asUnread, type ReadableCluster, Reader, Unreachable } from "./reader.ts";

/** Milliseconds to wait for the cluster. After that the Kubernetes provider reports the problem itself. */
const patience = 20_000;

/**
 * Checks every precondition in a cluster. The results are in the same order.
 *
 * @throws Unreachable if the cluster cannot be read at all
 */
export async function evaluate(
  preconditions: Precondition[],
  cluster: ReadableCluster,
  milliseconds = patience,
): Promise<Result[]> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unreachable(`nothing within ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([evaluated(preconditions, new Reader(cluster)), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

async function evaluated(preconditions: Precondition[], reader: Reader): Promise<Result[]> {
  if (preconditions.length === 0) {
    return [];
  }
  // The first request only finds out whether the cluster can be reached, so a missing permission is ignored here.
  await reader.read({ apiVersion: "v1", kind: "Namespace", name: "default" }).catch(asUnread);
  return Promise.all(
    preconditions.map(async (precondition) => {
      const { state, found, fix } = await finding(precondition, reader);
      const isOptional = precondition.optional && state === "unmet";
      return { precondition, state: isOptional ? "doubtful" : state, found, fix: fix ?? precondition.fix };
    }),
  );
}

async function finding({ look }: Precondition, reader: Reader): Promise<Finding> {
  try {
    return await lookAt(look, reader);
  } catch (error) {
    return { state: "unread", found: asUnread(error).message };
  }
}
