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

  it("is the one that the text begins, among equally near ones", () => {
    expect(nearest("0.7", ["0.67", "0.70", "1.0"])).toBe("0.70");
  });

  it("is none where none is known", () => {
    expect(nearest("yatai", [])).toBeUndefined();
  });
});
