import type { StackConfig } from "../config/index.ts";
import { commands } from "./commands.ts";
import { namespaceNeeds } from "./namespaces.ts";
import { objectNeeds } from "./objects.ts";
import { operatorNeeds } from "./operators.ts";
import type { Precondition } from "./precondition.ts";
import { secretNeeds } from "./secrets.ts";

/**
 * What a stack needs to find in its cluster, less what it makes itself, in the order in which fixes can be applied.
 *
 * @param stack name of the stack, for the commands that set its config.
 */
export function needs(config: StackConfig, stack?: string): Precondition[] {
  const say = commands(config.cluster, stack);
  const all = [
    ...operatorNeeds(config, say),
    ...objectNeeds(config, say),
    ...namespaceNeeds(config, say),
    ...secretNeeds(config, say),
  ];
  return all.filter(({ name }) => !config.cluster.unchecked.includes(name));
}
