import { describe, expect, it } from "vitest";
import type { Json } from "../../lib/json.ts";
import { applyOperations, type Operation } from "../../lib/operations.ts";

/** As text, so that the order of keys counts. */
function resultOf(tree: Json, ...operations: Operation[]): string {
  return JSON.stringify(applyOperations(tree, operations));
}

describe("set", () => {
  it("replaces a value in place and adds a key at the end", () => {
    expect(resultOf({ a: 1, b: 2 }, { op: "set", path: ["a"], value: 3 })).toBe('{"a":3,"b":2}');
    expect(resultOf({ a: 1 }, { op: "set", path: ["b"], value: [] })).toBe('{"a":1,"b":[]}');
  });

  it("makes parents that are missing or null", () => {
    expect(resultOf({ a: null }, { op: "set", path: ["a", "b", "c"], value: 1 })).toBe('{"a":{"b":{"c":1}}}');
  });

  it("replaces an item of a list", () => {
    expect(resultOf([1, { a: 1 }], { op: "set", path: [1, "a"], value: 2 })).toBe('[1,{"a":2}]');
  });
});

describe("remove", () => {
  it("also removes parents that become empty, but not the root", () => {
    expect(resultOf({ a: { b: { c: 1 } }, d: 1 }, { op: "remove", path: ["a", "b", "c"] })).toBe('{"d":1}');
    expect(resultOf({ a: { b: 1 } }, { op: "remove", path: ["a", "b"] })).toBe("{}");
  });

  it("removes an item of a list, and the list with its last item", () => {
    expect(resultOf({ a: [1, 2] }, { op: "remove", path: ["a", 0] })).toBe('{"a":[2]}');
    expect(resultOf({ a: [1], b: 1 }, { op: "remove", path: ["a", 0] })).toBe('{"b":1}');
  });

  it("does nothing where there is no value", () => {
    expect(resultOf({ a: 1 }, { op: "remove", path: ["b", "c"] })).toBe('{"a":1}');
    expect(resultOf({}, { op: "remove", path: ["constructor"] })).toBe("{}");
  });
});

describe("move", () => {
  it("renames a key in place", () => {
    expect(resultOf({ a: 1, b: 2, c: 3 }, { op: "move", path: ["b"], to: ["x"] })).toBe('{"a":1,"x":2,"c":3}');
  });

  it("moves a value to the end of another map", () => {
    const tree = { a: { b: 1, keep: 1 }, c: { d: 1 } };
    expect(resultOf(tree, { op: "move", path: ["a", "b"], to: ["c", "b"] })).toBe('{"a":{"keep":1},"c":{"d":1,"b":1}}');
  });

  it("keeps a map that it empties and fills again", () => {
    expect(resultOf({ a: { b: 1 }, z: 1 }, { op: "move", path: ["a", "b"], to: ["a", "c", "d"] })).toBe(
      '{"a":{"c":{"d":1}},"z":1}',
    );
  });
});

describe("the tree that was given", () => {
  it("is not changed, and shares its unchanged parts", () => {
    const tree = Object.freeze({ a: Object.freeze({ b: 1 }), c: Object.freeze({ d: 1 }) });
    const result = applyOperations(tree, [{ op: "set", path: ["a", "b"], value: 2 }]);
    expect(tree.a.b).toBe(1);
    expect((result as typeof tree).c).toBe(tree.c);
  });

  it("may have a key called __proto__", () => {
    const tree = JSON.parse('{"__proto__":{"a":1},"b":1}');
    expect(resultOf(tree, { op: "set", path: ["b"], value: 2 })).toBe('{"__proto__":{"a":1},"b":2}');
    expect(resultOf(tree, { op: "remove", path: ["__proto__", "a"] })).toBe('{"b":1}');
  });
});
