/** Follows the place of a value through operations, forwards and backwards. */
import { isRename, type Operation } from "../../lib/operations.ts";
import { isSamePath, type Path, startsWith } from "../../lib/path.ts";

export type PathTrace =
  | { kind: "kept" | "moved"; path: Path }
  /** Replaced by another value. */
  | { kind: "changed" }
  | { kind: "removed" };

/** Where the leaf at a path is after the operations. */
export function tracePath(path: Path, operations: readonly Operation[]): PathTrace {
  let at = path;
  let hasMoved = false;
  for (const operation of operations) {
    const written = operation.op === "set" ? operation.path : operation.op === "move" ? operation.to : [];
    // A write below the leaf means that it was an empty value and became a map.
    const isOverwritten = written.length > 0 && (startsWith(at, written) || startsWith(written, at));
    if (isOverwritten) {
      return { kind: "changed" };
    }
    if (operation.op === "set") {
      continue;
    }
    if (startsWith(at, operation.path)) {
      if (operation.op === "remove") {
        return { kind: "removed" };
      }
      at = [...operation.to, ...at.slice(operation.path.length)];
      hasMoved = true;
    } else {
      at = afterRemoval(at, operation);
    }
  }
  return { kind: hasMoved ? "moved" : "kept", path: at };
}

/**
 * Where a place was before the operations; undefined if one of them created it. It finds the line in the user's file,
 * also for a list item that moved up because an earlier item was removed.
 */
export function originOf(path: Path, operations: readonly Operation[]): Path | undefined {
  let at = path;
  for (const operation of operations.toReversed()) {
    if (operation.op === "set") {
      if (isSamePath(at, operation.path) || !startsWith(at, operation.path)) {
        continue;
      }
      return undefined;
    }
    if (operation.op === "move" && startsWith(at, operation.to)) {
      at = [...operation.path, ...at.slice(operation.to.length)];
    } else {
      at = beforeRemoval(at, operation);
    }
  }
  return at;
}

/** The path after a removal: items behind a removed list item move up by one. */
function afterRemoval(at: Path, operation: Operation): Path {
  return shifted(at, operation, -1);
}

function beforeRemoval(at: Path, operation: Operation): Path {
  return shifted(at, operation, 1);
}

function shifted(at: Path, operation: Operation, by: 1 | -1): Path {
  const removed = operation.path.at(-1);
  const depth = operation.path.length - 1;
  const index = at[depth];
  const isRemovedItem =
    typeof removed === "number" && !(operation.op === "move" && isRename(operation)) && operation.op !== "set";
  if (!isRemovedItem || typeof index !== "number" || !startsWith(at, operation.path.slice(0, -1))) {
    return at;
  }
  return index > removed || (by === 1 && index === removed) ? at.with(depth, index + by) : at;
}
