import { contentHash } from "../../lib/contentHash.ts";
import { workloadOf } from "./grants.ts";
import type { Workload } from "./objectStore.ts";

/**
 * Name in the cloud of a workload's identity: readable, of bounded length, and with a hash that is unique to stack,
 * store and workload. It begins with a letter and holds letters, digits and hyphens, which every cloud accepts.
 */
export function workloadName(stack: string, store: string, workload: Workload, maxLength: number): string {
  const hash = contentHash(stack, store, workloadOf(workload));
  const readable = `ml-${workload.namespace}-${workload.serviceAccount}`;
  return `${readable.slice(0, maxLength - hash.length - 1).replace(/-+$/, "")}-${hash}`;
}
