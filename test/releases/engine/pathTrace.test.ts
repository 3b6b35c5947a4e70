import { describe, expect, it } from "vitest";
import type { Operation } from "../../../lib/operations.ts";
import { originOf, tracePath } from "../../../releases/engine/pathTrace.ts";

const remove = (...path: (string | number)[]): Operation => ({ op: "remove", path });
const move = (path: string[], to: string[]): Operation => ({ op: "move", path, to });
const set = (...path: (string | number)[]): Operation => ({ op: "set", path, value: 1 });

describe("the trace of a leaf", () => {
  it.each<[string, Operation[], object]>([
    ["untouched", [set("x"), remove("y")], { kind: "kept", path: ["a", 2, "b"] }],
    ["replaced", [set("a", 2, "b")], { kind: "changed" }],
    ["below what is removed", [remove("a")], { kind: "removed" }],
    [
      "below what is moved twice",
      [move(["a"], ["c"]), move(["c"], ["d", "e"])],
      { kind: "moved", path: ["d", "e", 2, "b"] },
    ],
    ["moved and then removed", [move(["a"], ["c"]), remove("c", 2)], { kind: "removed" }],
    ["after an item that is gone", [remove("a", 0)], { kind: "kept", path: ["a", 1, "b"] }],
    ["before an item that is gone", [remove("a", 5)], { kind: "kept", path: ["a", 2, "b"] }],
  ])("%s", (_, operations, trace) => {
    expect(tracePath(["a", 2, "b"], operations)).toEqual(trace);
  });

  it("that was an empty value and became a map is a change", () => {
    expect(tracePath(["a"], [set("a", "b")])).toEqual({ kind: "changed" });
    expect(tracePath(["a"], [move(["c"], ["a", "b"])])).toEqual({ kind: "changed" });
  });
});

describe("the origin of a place", () => {
  it.each<[string, Operation[], (string | number)[] | undefined]>([
    ["untouched", [set("x")], ["a", 2]],
    ["replaced", [set("a", 2)], ["a", 2]],
    ["below a new value", [set("a")], undefined],
    ["moved", [move(["old"], ["a"])], ["old", 2]],
    ["after an item that is gone", [remove("a", 1)], ["a", 3]],
    ["in the place of an item that is gone", [remove("a", 2)], ["a", 3]],
    ["before an item that is gone", [remove("a", 4)], ["a", 2]],
  ])("%s", (_, operations, origin) => {
    expect(originOf(["a", 2], operations)).toEqual(origin);
  });
});
