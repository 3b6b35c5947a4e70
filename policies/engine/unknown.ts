/**
 * Values that cannot be checked: those that only a provider knows, and secrets. Rules report them only where any value
 * would be wrong, such as a host of a probe, or where a secret itself is.
 */
import { UNKNOWN } from "../../graph/inputs.ts";
import { mask } from "../../lib/secrets/mask.ts";

export type Unknown = typeof UNKNOWN;

/** Whether a value can be checked: it is neither unknown nor a masked secret. */
export function isKnown(value: unknown): boolean {
  return value !== UNKNOWN && value !== mask;
}

/** Whether a value is one of those allowed, or cannot be checked. */
export function mayBe<Value>(value: Value | Unknown, ...allowed: Value[]): boolean {
  return !isKnown(value) || allowed.includes(value as Value);
}

/** Whether two values are equal, or one of them cannot be checked. */
export function mayEqual(one: unknown, other: unknown): boolean {
  return one === other || !isKnown(one) || !isKnown(other);
}

/** Whether a property is set: to a value or to an unknown one. An empty text sets nothing. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** The items of a list; none where the list is not set or not known. */
export function itemsOf<Item>(list: readonly Item[] | Unknown | undefined): readonly Item[] {
  return Array.isArray(list) ? list : [];
}

/** Whether an item of a list matches, or may: an unknown list or item does. */
export function mayHave<Item>(list: readonly Item[] | undefined, matches: (item: Item) => unknown): boolean {
  return Array.isArray(list) ? list.some((item) => !isKnown(item) || matches(item)) : list !== undefined;
}

/** The result of `read` on an object; undefined for a missing object, and unknown for an unknown one. */
export function within<Part extends object, Value>(
  part: Part | Unknown | undefined,
  read: (part: Part) => Value,
): Value | Unknown | undefined {
  if (part === UNKNOWN) {
    return UNKNOWN;
  }
  return part === undefined || part === null ? undefined : read(part);
}

/**
 * Whether a property names a resource, whose own name is `given` or, without one, derived from its logical name. An
 * unknown reference may be to any resource; renders have `<logical name>-id` for the id of a new one.
 */
export function refersTo(
  reference: string | undefined,
  { name, given }: { name: string; given: string | undefined },
): boolean {
  return !isKnown(reference) || !isKnown(given) || reference === (given ?? name) || reference === `${name}-id`;
}
