/** Options that say what a review is of. */
import { Option } from "commander";

export function previewOption(): Option {
  return new Option("--preview <file...>", "what pulumi preview --json wrote, one a stack; - reads standard input");
}

export function renderOption(): Option {
  return new Option("--render <dir...>", "renders of stacks, to compare with --base");
}

export function baseOption(): Option {
  return new Option("--base <dir...>", "earlier renders of the same stacks, in the same order");
}
