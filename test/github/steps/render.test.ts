import { beforeEach, describe, expect, it } from "vitest";
import { StepFolder } from "./stepFolder.ts";

let folder: StepFolder;

beforeEach(() => {
  folder = new StepFolder();
});

describe("rendering", () => {
  it.each([
    ["0", 0],
    ["3", 3],
    ["1", 1],
  ])("goes on after a stack that ends with %s, and ends with it", (code, expected) => {
    folder.command(`echo "$@"; [[ $* != *'-- a' ]] || exit ${code}`);
    folder.write("Pulumi.a.yaml", "");
    folder.write("Pulumi.b.yaml", "");
    folder.write("base/b/resources.json", "[]");
    const { code: got, stdout } = folder.step("render.sh", ["out", "base"]);
    expect(got).toBe(expected);
    expect(stdout).toContain("render --out out/a -- a\n");
    expect(stdout).toContain("render --out out/b --base base/b -- b\n");
  });

  it("gives a side that lacks a stack a render of nothing", () => {
    folder.write("head/new/resources.json", "[1]");
    folder.write("base/gone/resources.json", "[2]");
    expect(folder.step("complete-renders.sh", ["head", "base"]).code).toBe(0);
    expect(
      ["head/new", "head/gone", "base/new", "base/gone"].map((side) => folder.read(`${side}/resources.json`).trim()),
    ).toEqual(["[1]", "[]", "[]", "[2]"]);
  });
});
