/** Cases of the rules: what passes and what fails, as resources of a stack of their own. */
import type { Resource } from "../../policies/engine/rule.ts";

/** A resource of a case. What a rule does not look at need not be there. */
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
 * `fails`: stacks in which the rule finds something. `passes`: stacks in which it finds nothing, though it looks at a
 * resource of theirs.
 *
 * Whatever links resources (namespaces, bucket names) has the rule's name in it, since the end-to-end test puts all
 * failing cases into one program.
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
    parent: parent && urns.get(parent),
  }));
}
