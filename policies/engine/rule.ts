/** Declarations of rules. Previews, renders and tests use the same ones. */
import type { Stack } from "./stack.ts";

/** A resource as rules see it. */
export interface Resource<Inputs extends object = object> {
  urn: string;
  /** Type token, such as `kubernetes:apps/v1:Deployment`. */
  type: string;
  name: string;
  /** URN of its parent. */
  parent: string | undefined;
  protect: boolean;
  /** Undefined in previews, which do not have it. */
  retainOnDelete: boolean | undefined;
  /** As the program sets them: secrets are `[secret]`, and values that only a provider knows are `UNKNOWN`. */
  inputs: Inputs;
}

export type Severity = "low" | "medium" | "high" | "critical";

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
