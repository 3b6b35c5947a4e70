/** Applies the edits of a release to values or to a deployment. */
import { isDeepStrictEqual } from "node:util";
import { isMap, type Json, valueAt } from "../../lib/json.ts";
import { applyOperations, type Operation } from "../../lib/operations.ts";
import { formatPath, type Path } from "../../lib/path.ts";
import { type Edit, Unanswered } from "./edits.ts";
import { originOf } from "./pathTrace.ts";
import { type Context, pathsOf } from "./places.ts";
import type { Source } from "./source.ts";

/** One change that an edit made. */
export interface Change {
  op: Edit["op"];
  path: Path;
  /** New place of the value, if it is not at `path`. */
  to?: Path;
  before?: Json;
  after?: Json;
  reason: string;
  source: Source;
  operations: Operation[];
  /** Place of the value in the user's file; undefined if an earlier edit made it. */
  origin: Path | undefined;
  /** Name of the environment variable that was edited. */
  variable?: string;
}

/** An edit that was not possible and left its key unchanged. */
export interface OpenEdit {
  id: string;
  message: string;
  path: Path;
  /** Key of the answers file; absent if the values themselves must be fixed. */
  answer?: string;
  source: Source;
  origin: Path | undefined;
}

export interface AppliedEdits {
  tree: Json;
  changes: Change[];
  open: OpenEdit[];
}

/**
 * Applies edits in order, each to the result of the one before.
 *
 * @param history operations on the user's file so far
 */
export function applyEdits<Answers>(
  tree: Json,
  edits: readonly Edit<Answers>[],
  context: Context<Answers>,
  history: readonly Operation[],
): AppliedEdits {
  const past = [...history];
  const applied: AppliedEdits = { tree, changes: [], open: [] };
  for (const edit of edits) {
    if (edit.when && !edit.when(context)) {
      continue;
    }
    for (const { path, value } of targetsOf(edit, applied.tree, context)) {
      const outcome = applyAt(path, value, edit, applied.tree, context);
      if (outcome === undefined) {
        continue;
      }
      const { reason, source } = edit;
      const origin = originOf(path, past);
      if ("message" in outcome) {
        applied.open.push({ ...outcome, path, source, origin });
        continue;
      }
      applied.tree = applyOperations(applied.tree, outcome.operations);
      past.push(...outcome.operations);
      const variable = edit.op !== "set" && edit.at.kind === "env" ? { variable: edit.at.name } : {};
      applied.changes.push({ op: edit.op, path, ...outcome, ...variable, reason, source, origin });
    }
  }
  return applied;
}

type Outcome = Pick<Change, "to" | "before" | "after" | "operations"> | Pick<OpenEdit, "id" | "message" | "answer">;

/** The paths that an edit applies to, and for a setting the value to set. */
function targetsOf<Answers>(
  edit: Edit<Answers>,
  tree: Json,
  context: Context<Answers>,
): { path: Path; value?: Json }[] {
  return edit.op === "set" ? edit.settings(context) : pathsOf(edit.at, tree).map((path) => ({ path }));
}

/** Undefined if there is nothing to change. */
function applyAt<Answers>(
  path: Path,
  value: Json | undefined,
  edit: Edit<Answers>,
  tree: Json,
  context: Context<Answers>,
): Outcome | undefined {
  const before = valueAt(tree, path);
  switch (edit.op) {
    case "remove":
      return { before, operations: [{ op: "remove", path }] };
    case "set":
      return applySet(path, value, edit.replace, tree);
    case "move":
      return applyMove(path, edit.to, tree);
    case "rename":
      return typeof path.at(-1) === "number"
        ? renameItem(path, edit.name)
        : applyMove(path, [...path.slice(0, -1), edit.name], tree);
    case "translate": {
      const after = edit.using(before ?? null, context);
      if (after instanceof Unanswered) {
        return { id: after.id, message: after.message, ...(after.answer && { answer: after.answer }) };
      }
      return isDeepStrictEqual(before, after)
        ? undefined
        : { before, after, operations: [{ op: "set", path, value: after }] };
    }
  }
}

/** Renames a `{name, value}` item, which keeps its place in the list. */
function renameItem(path: Path, name: string): Outcome {
  return { to: path, operations: [{ op: "set", path: [...path, "name"], value: name }] };
}

function applySet(path: Path, value: Json | undefined, replace: boolean, tree: Json): Outcome | undefined {
  const before = valueAt(tree, path);
  const isSettled = value === undefined || isDeepStrictEqual(before, value) || (!replace && before != null);
  if (isSettled) {
    return undefined;
  }
  return (
    occupied(path, tree) ?? {
      ...(before !== undefined && { before }),
      after: value,
      operations: [{ op: "set", path, value }],
    }
  );
}

function applyMove(path: Path, to: Path, tree: Json): Outcome {
  const [value, present] = [valueAt(tree, path), valueAt(tree, to)];
  if (present === undefined) {
    return occupied(to, tree) ?? { to, before: value, after: value, operations: [{ op: "move", path, to }] };
  }
  if (isDeepStrictEqual(value, present) || value === null) {
    return { to, before: value, after: present, operations: [{ op: "remove", path }] };
  }
  return {
    id: "conflict",
    message: `${formatPath(path)} becomes ${formatPath(to)}, and both are set to different values. Keep the right one and remove the other.`,
  };
}

/** Refuses a path below a text or list, which setting the path would overwrite. */
function occupied(path: Path, tree: Json): Outcome | undefined {
  const depth = path.findIndex((segment, index) => {
    const parent = valueAt(tree, path.slice(0, index)) ?? null;
    return parent !== null && (typeof segment === "number" ? !Array.isArray(parent) : !isMap(parent));
  });
  const parent = formatPath(path.slice(0, depth)) || "the root";
  return depth === -1
    ? undefined
    : { id: "no-map", message: `${formatPath(path)} must be set, but ${parent} is not a map. Write it as a map.` };
}
