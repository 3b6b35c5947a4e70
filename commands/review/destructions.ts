/** The gate for what cannot be undone: nothing stateful is deleted or replaced unless it is allowed by name. */

import type { Change, ChangeSet } from "../../graph/changes/change.ts";
import { isDestructive } from "../../graph/changes/toChange.ts";
import { InputError } from "../../lib/diagnostics/inputError.ts";
import type { Problem } from "../../lib/diagnostics/problem.ts";
import { likely } from "../../lib/nearest.ts";

export interface Destruction {
  stack: string;
  change: Change;

  /** What `--allow` takes for it: its name, or its URN where several have that name. */
  allow: string;
  isAllowed: boolean;
}

/** Every stateful resource that is deleted or replaced, one each however many steps that takes. */
export function destructions(sets: readonly ChangeSet[], allowed: readonly string[] = []): Destruction[] {
  const found = sets.flatMap(({ stack, changes }) =>
    changes.filter(isDestructive).map((change) => ({ stack, change })),
  );
  const times = Map.groupBy(found, ({ change }) => change.name);
  return found.map(({ stack, change }) => {
    const allow = times.get(change.name)?.length === 1 ? change.name : change.urn;
    return { stack, change, allow, isAllowed: allowed.includes(change.urn) || allowed.includes(allow) };
  });
}

/**
 * As above, for names that were given.
 *
 * @throws InputError if a name allows nothing, or more than one resource
 */
export function gate(sets: readonly ChangeSet[], allowed: readonly string[]): Destruction[] {
  const found = destructions(sets, allowed);
  const problems = allowed.flatMap((name) => problemWith(name, found));
  if (problems.length > 0) {
    throw new InputError(problems);
  }
  return found;
}

/** Previews that failed do not tell all that would be deleted. */
export function incomplete(sets: readonly ChangeSet[]): Problem[] {
  return sets
    .filter(({ failed }) => failed)
    .map(({ source }) => ({
      path: source,
      expected: "a preview that succeeded",
      found: "one that failed, which does not tell all that would be deleted",
      fix: "see what it says of errors, fix them, and preview again",
    }));
}

function problemWith(name: string, found: Destruction[]): Problem[] {
  const matching = found.filter(({ change }) => change.name === name || change.urn === name);
  const path = `--allow ${name}`;
  if (matching.length > 1) {
    const urns = matching.map(({ change }) => `'${change.urn}'`).join(", ");
    return [{ path, expected: "one resource", found: `${matching.length} of that name`, fix: `write a URN: ${urns}` }];
  }
  if (matching.length === 1) {
    return [];
  }
  const known = found.flatMap(({ change }) => [change.name, change.urn]);
  const meant = likely(name, known);
  return [
    {
      path,
      expected: "the name or URN of a stateful resource that is deleted or replaced",
      found: known.length === 0 ? "that there is none" : "none of that name",
      fix: meant === undefined ? "leave it out" : `write ${shellQuoted(meant)}, or leave it out`,
    },
  ];
}

/** A word of a shell command. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
