/** Options for the input of a review. */
import { Option } from "commander";

export function previewOption(): Option {
  return new Option("--preview <file...>", "output of pulumi preview --json, one file a stack; - reads standard input");
}

export function renderOption(): Option {
  return new Option("--render <dir...>", "renders of stacks, to compare with --base");
}

export function baseOption(): Option {
  return new Option("--base <dir...>", "earlier renders of the same stacks, in the same order");
}
