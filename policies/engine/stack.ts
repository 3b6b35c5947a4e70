/** The resources of a stack, by type and by URN. */
import type { Resource } from "../../graph/resource.ts";

export class Stack {
  readonly resources: readonly Resource[];
  readonly #byType: Map<string, Resource[]>;
  readonly #byUrn: Map<string, Resource>;

  constructor(resources: readonly Resource[]) {
    this.resources = resources;
    this.#byType = Map.groupBy(resources, ({ type }) => type);
    this.#byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  }

  /** Resources of a type, whose inputs have the SDK's type. */
  all<Inputs extends object>(type: string): Resource<Inputs>[] {
    return (this.#byType.get(type) ?? []) as Resource<Inputs>[];
  }

  /** The parent of a resource, its parent, and so on. */
  ancestors({ parent }: Resource): Resource[] {
    const found = parent === null ? undefined : this.#byUrn.get(parent);
    return found === undefined ? [] : [found, ...this.ancestors(found)];
  }
}
