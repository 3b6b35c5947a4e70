/** What a rule of the pack is. Previews, renders and tests check the same declarations. */
import type { Stack } from "./stack.ts";

/** A resource as rules see it. */
export interface Resource<Inputs extends object = object> {
  urn: string;
  /** Its token, such as `kubernetes:apps/v1:Deployment`. */
  type: string;
  name: string;
  /** URN of its parent. */
  parent: string | undefined;
  protect: boolean;
  /** Previews do not tell. */
  retainOnDelete: boolean | undefined;
  /** What the program gives, secrets as `[secret]`, and what only a provider knows as `UNKNOWN`. */
  inputs: Inputs;
}

export type Severity = "low" | "medium" | "high" | "critical";

interface Declaration {
  /** Kebab case: what it is about, then what has to hold. */
  name: string;
  severity: Severity;

  /** What has to hold, in a sentence. */
  what: string;

  /** What happens otherwise, in a sentence. */
  why: string;

  /** How to fix it: the config key or the resource's property. */
  fix: string;

  /** Ids of the same requirement elsewhere: CIS, Pod Security Standards, FSBP, checkov. */
  references: string[];

  /** The resources it is about. */
  on: (resource: Resource) => boolean;
}

/** Judges each resource by itself. */
export interface ResourceRule<Inputs extends object = object> extends Declaration {
  /** What is wrong, a sentence each; none when all is well. Repeats no value that may be secret. */
  check(resource: Resource<Inputs>): string[];
}

/** Judges a resource by what else is in the stack. */
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
