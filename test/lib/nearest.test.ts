import { describe, expect, it } from "vitest";
import { nearest } from "../../lib/nearest.ts";

const known = ["all", "yatai", "credentials", "bucket-versioned"];

describe("the nearest name", () => {
  it.each([
    ["yatay", "yatai"],
    ["ytaai", "yatai"],
    ["All", "all"],
    ["bucket-version", "bucket-versioned"],
    ["credential", "credentials"],
  ])("of %s is %s", (text, meant) => {
    expect(nearest(text, known)).toBe(meant);
  });

  it.each(["", "x", "a b", "kubeflow", "versions"])("of %j is none: too much differs", (text) => {
    expect(nearest(text, known)).toBeUndefined();
  });

  it("is none where none is known", () => {
    expect(nearest("yatai", [])).toBeUndefined();
  });
});
