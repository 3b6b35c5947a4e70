import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import type { CustomResourceOptions } from "@pulumi/pulumi";

/**
 * A namespace that enforces Pod Security `restricted`. Deleting it would delete every volume in it, so it is protected,
 * and kept when it leaves the program.
 */
export function restrictedNamespace(name: string, opts: CustomResourceOptions): Namespace {
  const modes = ["enforce", "audit", "warn"];
  return new Namespace(
    name,
    {
      metadata: {
        name,
        labels: Object.fromEntries(modes.map((mode) => [`pod-security.kubernetes.io/${mode}`, "restricted"])),
      },
    },
    { ...opts, protect: true, retainOnDelete: true },
  );
}
