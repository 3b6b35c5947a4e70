import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Json, leavesOf, valueAt } from "../../../lib/json.ts";
import { applyOperation, type Operation } from "../../../lib/operations.ts";
import { type Path, startsWith } from "../../../lib/path.ts";
import { accountFor } from "../../../releases/engine/accounting.ts";
import { originOf, tracePath } from "../../../releases/engine/pathTrace.ts";
import { randomCases } from "../../support/randomCases.ts";

const key = fc.constantFrom("a", "b", "c", "d.e");
const tree = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.nat(9),
    fc.dictionary(key, tie("tree"), { maxKeys: 3 }),
    fc.array(tie("tree"), { maxLength: 3 }),
  ),
})).tree;
const root = fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4 });

/** Places of a tree, leaves and what is above them. */
function placesOf(tree: Json): Path[] {
  const paths = leavesOf(tree).flatMap(({ path }) => path.map((_, index) => path.slice(0, index + 1)));
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}

/** Operations that an engine may ask for, each against what the ones before it left. */
function operationsOn(start: Json, choices: { kind: number; place: number; to: string[] }[]): [Json, Operation[]] {
  let tree = start;
  const operations: Operation[] = [];
  for (const { kind, place, to } of choices) {
    const places = placesOf(tree);
    const path = places[place % places.length] ?? [];
    const operation: Operation =
      kind === 0 ? { op: "remove", path } : kind === 1 ? { op: "set", path, value: "new" } : { op: "move", path, to };
    if (isAllowed(operation, tree)) {
      tree = applyOperation(tree, operation);
      operations.push(operation);
    }
  }
  return [tree, operations];
}

function isAllowed(operation: Operation, tree: Json): boolean {
  const { op, path } = operation;
  // An item that is emptied goes too, and the later ones move up: no release asks for that.
  const emptiesItem = path.slice(0, -1).some((segment) => typeof segment === "number");
  if (path.length === 0 || (op !== "set" && emptiesItem)) {
    return false;
  }
  return (
    op !== "move" || (isFree(operation.to, tree) && typeof path.at(-1) === "string" && !nested(path, operation.to))
  );
}

function isFree(to: Path, tree: Json): boolean {
  const parents = to.map((_, index) => valueAt(tree, to.slice(0, index)));
  return (
    valueAt(tree, to) === undefined &&
    parents.every((parent) => typeof parent === "object" || parent === undefined) &&
    !parents.some(Array.isArray)
  );
}

function nested(one: Path, other: Path): boolean {
  return startsWith(one, other) || startsWith(other, one);
}

const choices = fc.array(
  fc.record({
    kind: fc.nat(2),
    place: fc.nat(99),
    to: fc.array(fc.constantFrom("a", "b", "new"), { minLength: 1, maxLength: 3 }),
  }),
  { maxLength: 6 },
);

describe("for any operations", () => {
  it("every leaf is at its traced path, which leads back to its origin", () => {
    fc.assert(
      fc.property(root, choices, (before, chosen) => {
        const [after, operations] = operationsOn(before, chosen);
        for (const { path, value } of leavesOf(before)) {
          const trace = tracePath(path, operations);
          if ("path" in trace) {
            expect(valueAt(after, trace.path)).toEqual(value);
            expect(originOf(trace.path, operations)).toEqual(path);
          }
        }
      }),
      randomCases(2_000),
    );
  });

  it("the counts add up", () => {
    fc.assert(
      fc.property(root, choices, (before, chosen) => {
        const [after, operations] = operationsOn(before, chosen);
        const { kept, moved, changed, removed, added } = accountFor(before, after, operations);
        expect(kept + moved + changed + removed).toBe(leavesOf(before).length);
        expect(kept + moved + added).toBe(leavesOf(after).length);
      }),
      randomCases(2_000),
    );
  });
});

describe("counts that do not add up", () => {
  it("are an error, not a result", () => {
    expect(() => accountFor({ a: 1, b: 2 }, { a: 1 }, [])).toThrow('The value at ["b"] was lost.');
  });
});
