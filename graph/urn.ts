/** Names of resources as the engine builds them: `urn:pulumi:<stack>::<project>::<types of its parents>$<type>::<name>`. */

import { isComponent } from "./resource.ts";

export interface UrnParts {
  stack: string;
  type: string;
  name: string;
}

/** A component that resources stand in. */
export interface Owner {
  urn: string;
  type: string;
  name: string;
}

/** Undefined: not a URN. A name may hold anything, `::` too. */
export function partsOf(urn: string): UrnParts | undefined {
  const [prefix = "", , types, ...names] = urn.split("::");
  const stack = /^urn:pulumi:(.+)$/.exec(prefix)?.[1];
  const type = types?.split("$").at(-1);
  return stack === undefined || type === undefined || names.length === 0
    ? undefined
    : { stack, type, name: names.join("::") };
}

/** Who a resource belongs to by its parent; null for the stack itself. */
export function ownerOf(parent: string | null | undefined): Owner | null {
  const parts = parent ? partsOf(parent) : undefined;
  const isOwner = parts !== undefined && parts.type !== "pulumi:pulumi:Stack";
  return parent && isOwner ? { urn: parent, type: parts.type, name: parts.name } : null;
}

/** What the stack's own people named, as opposed to the stack and its components. */
export function isResource(type: string): boolean {
  return !isComponent({ type }) && type !== "pulumi:pulumi:Stack";
}
