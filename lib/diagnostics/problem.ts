/** What is wrong with input that its user can fix, as data until it is printed. */
import type { Path } from "../path.ts";

export interface Problem {
  /** Where: a dotted path, below the name of its file where there are several, or an option. */
  path: string;
  expected: string;
  /** What is there instead; never the value of a secret. */
  found: string;
  fix: Fix;
  /** Set where nothing is there, or a key that no schema knows; otherwise a value is wrong. */
  code?: "missing" | "unknownKey";
}

/** A sentence, or a change of the values that are wrong, which each command words in its own way. */
export type Fix = string | Change;

export type Change = { isSecret?: boolean } & (
  | { kind: "set"; path: Path; value?: string }
  | { kind: "rename"; path: Path; to: Path; value?: string }
  /** The removal of any one of the paths, and what is left to do then. */
  | { kind: "remove"; paths: readonly Path[]; afterwards?: string }
);
