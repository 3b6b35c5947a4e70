/** The consequences of deleting or replacing a stateful resource, in sentences. */
import type { Change } from "../../graph/changes/change.ts";

/** The consequence, such as `Lost with it: the data of the volume.` */
export function riskText({ kind, lost, retainOnDelete, forgotten }: Change): string {
  if (kind === "replaced" && retainOnDelete) {
    return "The old resource stays in place, unmanaged, and an empty one replaces it.";
  }
  if (forgotten || retainOnDelete) {
    return "It stays in place, but no stack manages it any more.";
  }
  return `Lost with it: ${lost}.`;
}

/** Whether the resource's options prevent it, such as `retained`. */
export function protectionText({ protect, retainOnDelete }: Change): string {
  if (protect) {
    return `${retainOnDelete ? "retained, and protected" : "protected"}: the engine refuses the change until it is unprotected`;
  }
  return retainOnDelete ? "retained" : "neither protected nor retained";
}

/** How to keep the resource instead. */
export function keepText({ kind, reasons }: Change): string {
  if (kind === "replaced") {
    return reasons.length > 0 ? `Put ${reasons.join(", ")} back to keep it.` : "Put its inputs back to keep it.";
  }
  return "Put it back into the program, or give what replaces it an alias, to keep it.";
}
