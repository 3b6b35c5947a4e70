/** What becomes of a stateful resource that is deleted or replaced, in words. */
import type { Change } from "../../graph/changes/change.ts";

/** Such as `Lost with it: the data of the volume.` */
export function fateOf({ kind, lost, retainOnDelete, forgotten }: Change): string {
  if (kind === "replaced" && retainOnDelete) {
    return "The old one stays where it is, unmanaged, and an empty one takes its place.";
  }
  if (forgotten || retainOnDelete) {
    return "It stays where it is, but no stack manages it any more.";
  }
  return `Lost with it: ${lost}.`;
}

/** What stands between the change and the resource. */
export function guardsOf({ protect, retainOnDelete }: Change): string {
  if (protect) {
    return `${retainOnDelete ? "retained, and protected" : "protected"}: the engine refuses the change until it is unprotected`;
  }
  return retainOnDelete ? "retained" : "neither protected nor retained";
}

/** What is to be done about it, other than to allow it. */
export function remedyOf({ kind, reasons }: Change): string {
  if (kind === "replaced") {
    return reasons.length > 0 ? `Put ${reasons.join(", ")} back to keep it.` : "Put its inputs back to keep it.";
  }
  return "Put it back into the program, or give what replaces it an alias, to keep it.";
}
