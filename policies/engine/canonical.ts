/** Resources in the one form that rules are written for. */

import type { Resource } from "../../graph/resource.ts";
import { canonicalType } from "../../graph/typeToken.ts";

/** The resource with its canonical type, and without null members and items: providers treat those as absent. */
export function canonical<Inputs extends object>(resource: Resource<Inputs>): Resource<Inputs> {
  return { ...resource, type: canonicalType(resource.type), inputs: withoutNulls(resource.inputs) as Inputs };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => item !== null && item !== undefined).map(withoutNulls);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member)]));
}
