/** Everything a stack registers, for rules that judge a resource by what is beside it. */
import { ofType, type Resource } from "./rule.ts";

export class Stack {
  readonly resources: Resource[];

  constructor(resources: Resource[]) {
    this.resources = resources;
  }

  /** Resources of a type, whose inputs are as the SDK's type of them says. */
  all<Inputs extends object>(type: string): Resource<Inputs>[] {
    return this.resources.filter(ofType(type)) as Resource<Inputs>[];
  }

  /** The parent of a resource, its parent, and so on. */
  ancestors({ parent }: Resource): Resource[] {
    const found = this.resources.find(({ urn }) => urn === parent);
    return found === undefined ? [] : [found, ...this.ancestors(found)];
  }
}
