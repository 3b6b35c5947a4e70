/** A resource of a stack, and questions about its type. */
import type { JsonMap } from "../lib/json.ts";

/** A resource as policies see it, in a render and in a preview. */
export interface Resource<Inputs extends object = object> {
  urn: string;
  /** Type token, such as `kubernetes:apps/v1:Deployment`. */
  type: string;
  name: string;
  /** URN of its parent; null for the stack itself. */
  parent: string | null;
  protect: boolean;
  /** Undefined in previews, which do not tell it to policies. */
  retainOnDelete: boolean | undefined;
  /** As the program sets them: secrets are `[secret]`, and values that only a provider knows are `UNKNOWN`. */
  inputs: Inputs;
}

/** A resource as `resources.json` has it. */
export interface GraphResource extends Resource<JsonMap> {
  retainOnDelete: boolean;
  /** URNs. */
  dependsOn: string[];
}

export function isComponent({ type }: { type: string }): boolean {
  return type.startsWith("mlops-platform:");
}

/** Components with the resources that they own, and the stack with those of no component. */
export function owners(resources: GraphResource[]): { owner: GraphResource; own: GraphResource[] }[] {
  return resources
    .filter((resource) => isComponent(resource) || resource.type === "pulumi:pulumi:Stack")
    .map((owner) => ({ owner, own: resources.filter((child) => child.parent === owner.urn && isCustom(child)) }))
    .filter(({ own }) => own.length > 0);
}

/** Resources that a provider makes, as opposed to components, providers and the stack itself. */
export function isCustom({ type }: { type: string }): boolean {
  return !isComponent({ type }) && !type.startsWith("pulumi:");
}

/** The short name of a type: `Deployment` for `kubernetes:apps/v1:Deployment`. */
export function shortType(type: string): string {
  return type.startsWith("pulumi:providers:") ? "Provider" : type.slice(type.lastIndexOf(":") + 1);
}
