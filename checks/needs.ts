import type { StackConfig } from "../config/index.ts";
import { commands } from "./commands.ts";
import { namespaceNeeds } from "./namespaces.ts";
import { objectNeeds } from "./objects.ts";
import { operatorNeeds } from "./operators.ts";
import type { Precondition } from "./precondition.ts";
import { secretNeeds } from "./secrets.ts";

/**
 * Preconditions of a stack in its cluster, without what it creates itself, in the order in which to apply the fixes.
 *
 * @param stack name of the stack, for the commands that set its config
 */
export function needs(config: StackConfig, stack?: string): Precondition[] {
  const forStack = commands(config.cluster, stack);
  const all = [
    ...operatorNeeds(config, forStack),
    ...objectNeeds(config, forStack),
    ...namespaceNeeds(config, forStack),
    ...secretNeeds(config, forStack),
  ];
  return all.filter(({ name }) => !config.cluster.unchecked.includes(name));
}
