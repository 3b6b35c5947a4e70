/** Changes that delete or replace something stateful, and which of them their user allowed by name. */
import type { Change, ChangeSet } from "../../graph/changes/change.ts";
import { isDestructive } from "../../graph/changes/toChange.ts";
import { InputError } from "../../lib/diagnostics/inputError.ts";
import type { Problem } from "../../lib/diagnostics/problem.ts";
import { nearest } from "../../lib/nearest.ts";
import { singleQuoted } from "../../lib/shell.ts";

export interface DestructiveChange {
  stack: string;
  change: Change;

  /** The argument of `--allow` for it: its name, or its URN where several resources have that name. */
  allow: string;
  isAllowed: boolean;
}

/** One for each stateful resource that is deleted or replaced, however many steps that takes. */
export function destructiveChanges(sets: readonly ChangeSet[], allowed: readonly string[] = []): DestructiveChange[] {
  const found = sets.flatMap(({ stack, changes }) =>
    changes.filter(isDestructive).map((change) => ({ stack, change })),
  );
  const byName = Map.groupBy(found, ({ change }) => change.name);
  return found.map(({ stack, change }) => {
    const allow = byName.get(change.name)?.length === 1 ? change.name : change.urn;
    return { stack, change, allow, isAllowed: allowed.includes(change.urn) || allowed.includes(allow) };
  });
}

/** @throws InputError for every allowed name that is of none of the changes, or of several */
export function refuseIdleNames(changes: readonly DestructiveChange[], allowed: readonly string[]): void {
  const problems = allowed.flatMap((name) => problemWith(name, changes));
  if (problems.length > 0) {
    throw new InputError(problems);
  }
}

/** Previews that failed: they do not show everything that would be deleted. */
export function failedPreviews(sets: readonly ChangeSet[]): Problem[] {
  return sets
    .filter(({ failed }) => failed)
    .map(({ source }) => ({
      path: source,
      expected: "a preview that succeeded",
      found: "one that failed, which does not show everything that would be deleted",
      fix: "fix the errors that it reports, and preview again",
    }));
}

function problemWith(name: string, changes: readonly DestructiveChange[]): Problem[] {
  const matching = changes.filter(({ change }) => change.name === name || change.urn === name);
  const path = `--allow ${name}`;
  if (matching.length > 1) {
    const urns = matching.map(({ change }) => `'${change.urn}'`).join(", ");
    return [{ path, expected: "one resource", found: `${matching.length} of that name`, fix: `write a URN: ${urns}` }];
  }
  if (matching.length === 1) {
    return [];
  }
  const known = changes.flatMap(({ change }) => [change.name, change.urn]);
  const meant = nearest(name, known);
  return [
    {
      path,
      expected: "the name or URN of a stateful resource that is deleted or replaced",
      found: known.length === 0 ? "no such resource in the changes" : "none of that name",
      fix: meant === undefined ? "leave it out" : `write ${singleQuoted(meant)}, or leave it out`,
    },
  ];
}
