import { needs } from "../../checks/needs.ts";
import type { StackConfig } from "../../config/index.ts";

/** Names of all that a stack needs, in order. */
export const names = (config: StackConfig) => needs(config).map(({ name }) => name);

/** One of them. */
export const named = (config: StackConfig, name: string) => needs(config).find((each) => each.name === name);
