/** URNs of resources as the engine builds them: `urn:pulumi:<stack>::<project>::<types of its parents>$<type>::<name>`. */

import { isComponent } from "./resource.ts";

export interface UrnParts {
  stack: string;
  type: string;
  name: string;
}

/** A component that resources belong to. */
export interface Owner {
  urn: string;
  type: string;
  name: string;
}

/** Undefined where the text is not a URN. A name may contain anything, even `::`. */
export function partsOf(urn: string): UrnParts | undefined {
  const [prefix = "", , types, ...names] = urn.split("::");
  const stack = /^urn:pulumi:(.+)$/.exec(prefix)?.[1];
  const type = types?.split("$").at(-1);
  return stack === undefined || type === undefined || names.length === 0
    ? undefined
    : { stack, type, name: names.join("::") };
}

/** The component that a resource with this parent belongs to; null where the parent is the stack. */
export function ownerOf(parent: string | null | undefined): Owner | null {
  const parts = parent ? partsOf(parent) : undefined;
  const isOwner = parts !== undefined && parts.type !== "pulumi:pulumi:Stack";
  return parent && isOwner ? { urn: parent, type: parts.type, name: parts.name } : null;
}

/** Whether a type is that of a resource, not of the stack or a component of this project. */
export function isResource(type: string): boolean {
  return !isComponent({ type }) && type !== "pulumi:pulumi:Stack";
}
