import type { Condition, LiveObject } from "../lib/liveCluster.ts";
import type { Finding, Look } from "./precondition.ts";
import { noneIfUnread, type Reader } from "./reader.ts";

type LookForObject = Extract<Look, { kind: "object" }>;

interface Detailed extends LiveObject {
  spec?: { listeners?: { name: string }[]; images?: { major: number }[] };
  status?: { conditions?: Condition[] };
}

/** Looks for an object by its name. If it does not exist, the finding lists others of its kind. */
export async function lookForObject({ reference, has = {} }: LookForObject, reader: Reader): Promise<Finding> {
  const object = await reader.read<Detailed>(reference);
  if (object === undefined) {
    const others = await reader.list(reference).catch(noneIfUnread);
    return { state: "unmet", found: others.length === 0 ? "nothing" : `others: ${names(others)}` };
  }
  const found = lacking(object, has);
  return found === undefined ? { state: "met", found: "" } : { state: "unmet", found };
}

/** Names of at most five objects. */
export function names(objects: LiveObject[]): string {
  const all = objects.map(({ metadata }) => metadata?.name ?? "").sort();
  return [...all.slice(0, 5), ...(all.length > 5 ? ["…"] : [])].join(", ");
}

function lacking({ spec, status }: Detailed, { condition, listener, major }: NonNullable<LookForObject["has"]>) {
  const listeners = spec?.listeners ?? [];
  if (listener !== undefined && !listeners.some(({ name }) => name === listener)) {
    return `no such listener among ${listeners.map(({ name }) => name).join(", ") || "none"}`;
  }
  const majors = (spec?.images ?? []).map((image) => image.major);
  if (major !== undefined && !majors.includes(major)) {
    return `images of PostgreSQL ${majors.join(", ") || "none"}`;
  }
  // A missing condition passes: the check of the operator reports a controller that does not run.
  const state = status?.conditions?.find(({ type, status }) => type === condition && status === "False");
  return state && `not ${condition}: ${state.message || state.reason}`;
}
