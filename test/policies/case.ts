/** Cases of rules: stacks of resources that pass, and stacks that fail. */
import type { Resource } from "../../graph/resource.ts";

/** A resource of a case, with the members that the rule reads. */
export interface CaseResource {
  type: string;
  name: string;
  inputs: object;
  protect?: boolean;
  retainOnDelete?: boolean;
  /** Name of another resource of the case. */
  parent?: string;
}

/**
 * `fails`: stacks in which the rule finds something. `passes`: stacks in which it applies to a resource, and finds nothing.
 *
 * Values that link resources (namespaces, bucket names) contain the name of the rule: the end-to-end test puts all failing
 * cases into one program.
 */
export interface Case {
  rule: string;
  passes: CaseResource[][];
  fails: CaseResource[][];
}

/** A resource whose inputs are checked against the SDK's type of them. */
export function resource<Inputs extends object>(
  type: string,
  name: string,
  inputs: Inputs,
  options: Pick<CaseResource, "protect" | "retainOnDelete" | "parent"> = {},
): CaseResource {
  return { type, name, inputs, ...options };
}

/** The resources of a case as a rule sees them. */
export function stackOf(resources: CaseResource[]): Resource[] {
  const urns = new Map(resources.map(({ type, name }) => [name, `urn:pulumi:test::mlops-platform::${type}::${name}`]));
  return resources.map(({ type, name, inputs, parent, protect = false, retainOnDelete = false }) => ({
    urn: urns.get(name) ?? name,
    type,
    name,
    inputs,
    protect,
    retainOnDelete,
    parent: (parent && urns.get(parent)) ?? null,
  }));
}
