/** Declarations of rules. Previews, renders and tests use the same ones. */
import type { Severity } from "../../graph/finding.ts";
import type { Resource } from "../../graph/resource.ts";
import type { Stack } from "./stack.ts";

interface Declaration {
  /** Kebab case: the subject, then the requirement. */
  name: string;
  severity: Severity;

  /** The requirement, in a sentence. */
  what: string;

  /** The consequence of a violation, in a sentence. */
  why: string;

  /** How to fix a violation: the config key or the resource's property. */
  fix: string;

  /** Ids of the same requirement elsewhere: CIS, Pod Security Standards, FSBP, checkov. */
  references: string[];

  /** Whether the rule applies to a resource. */
  on: (resource: Resource) => boolean;
}

/** Checks each resource by itself. */
export interface ResourceRule<Inputs extends object = object> extends Declaration {
  /** A sentence for each violation. Repeats no value that may be secret. */
  check(resource: Resource<Inputs>): string[];
}

/** Checks a resource together with the other resources of the stack. */
export interface StackRule<Inputs extends object = object> extends Declaration {
  /** As `check` of a ResourceRule. */
  checkIn(resource: Resource<Inputs>, stack: Stack): string[];
}

export type Rule = ResourceRule | StackRule;

/** Declares a rule whose resources have these inputs, by the SDK's type of them. */
export function resourceRule<Inputs extends object>(rule: ResourceRule<Inputs>): Rule {
  return rule;
}

/** Declares a rule whose resources have these inputs, by the SDK's type of them. */
export function stackRule<Inputs extends object>(rule: StackRule<Inputs>): Rule {
  return rule;
}

/** Resources of any of these types. */
export function ofType(...types: string[]): (resource: Pick<Resource, "type">) => boolean {
  return ({ type }) => types.includes(type);
}
