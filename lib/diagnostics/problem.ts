/** A problem with input that its user can fix, kept as data until it is printed. */
import type { Path } from "../path.ts";

export interface Problem {
  /** The place: an option, or a dotted path, after the name of its file where there are several files. */
  path: string;
  expected: string;
  /** The finding in place of the expectation; never the value of a secret. */
  found: string;
  fix: Fix;
  /** The kind of problem where it is not a wrong value: a missing value, or a key that the schema does not know. */
  code?: "missing" | "unknownKey";
}

/** A sentence, or a change of the values, which each command words in its own way. */
export type Fix = string | Change;

export type Change = { isSecret?: boolean } & (
  | { kind: "set"; path: Path; value?: string }
  | { kind: "rename"; path: Path; to: Path; value?: string }
  /** Removes any one of the paths; `afterwards` is the step that remains to be done. */
  | { kind: "remove"; paths: readonly Path[]; afterwards?: string }
);
