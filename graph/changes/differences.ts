/** Differences between two values of inputs, by path. */
import diff from "microdiff";
import { formatPath } from "../../lib/path.ts";
import type { InputValue } from "../inputs.ts";

export interface Difference {
  /** Such as `spec.containers[0].image` or `metadata.annotations["a.b/c"]`, as Pulumi writes it. */
  path: string;

  /** Undefined where the path is new. */
  before: InputValue | undefined;

  /** Undefined where the path was removed. */
  after: InputValue | undefined;
}

/** Masked secrets compare equal. */
export function differences(before: InputValue, after: InputValue): Difference[] {
  return diff(wrap(before), wrap(after)).map((change) => ({
    path: formatPath(change.path.slice(1)),
    before: change.type === "CREATE" ? undefined : change.oldValue,
    after: change.type === "REMOVE" ? undefined : change.value,
  }));
}

/** microdiff compares objects; an input value may be anything. */
function wrap(value: InputValue): Record<string, InputValue> {
  return { value };
}
