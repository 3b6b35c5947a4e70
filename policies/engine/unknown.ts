/** Values that a rule cannot see yet, and must not hold against anybody. */
import { unknown } from "./rule.ts";

const unseen: unknown[] = [unknown, "[secret]"];

/** Whether a value is to be seen: not one that only a provider knows, nor a masked secret. */
export function isKnown(value: unknown): boolean {
  return !unseen.includes(value);
}

/** Whether a value has to be set and is seen not to be. */
export function isOther(value: unknown, ...wanted: unknown[]): boolean {
  return isKnown(value) && !wanted.includes(value);
}

/** Whether a list has such an item, or may: one that is not known yet does. */
export function mayHave<Item>(items: readonly Item[] | undefined, isSuch: (item: Item) => unknown): boolean {
  return Array.isArray(items) ? items.some((item) => !isKnown(item) || isSuch(item)) : items !== undefined;
}

/**
 * Whether a property names a resource, whose own name is `given`, or for want of one follows from its logical name. A
 * reference that is not known yet may be to any resource; renders have `<logical name>-id` for the id of a new one.
 */
export function refersTo(
  reference: string | undefined,
  { name, given }: { name: string; given: string | undefined },
): boolean {
  return !isKnown(reference) || !isKnown(given) || reference === (given ?? name) || reference === `${name}-id`;
}
