import { describe, expect, it } from "vitest";
import { YamlFile } from "../../../lib/yaml/yamlFile.ts";

const valuesOf = (text: string) => YamlFile.parse(text, "values.yaml").values;

describe("values are those that Helm reads", () => {
  it.each([
    ["yes", true],
    ["y", true],
    ["On", true],
    ["no", false],
    ["OFF", false],
    ["yEs", "yEs"],
    ["~", null],
    ["", null],
    ["0777", 511],
    ["0o777", 511],
    ["0888", 888],
    ["0x1F", 31],
    ["-0b11", -3],
    ["1_000", 1000],
    ["1e3", 1000],
    [".5", 0.5],
    ["e5", "e5"],
    ["12e3456", "12e3456"],
    ["12:30:45", "12:30:45"],
    ["2020-01-01", "2020-01-01"],
    ["!!binary aGk=", "aGk="],
    ["!!str 1", "1"],
    ["'yes'", "yes"],
  ])("%s is %j", (written, value) => {
    expect(valuesOf(`key: ${written}\n`)).toEqual({ key: value });
  });

  it("resolves aliases and merge keys; a key of its own wins over a merged one", () => {
    const text = "base: &base {a: 1, b: 2}\nmerged:\n  <<: *base\n  b: 3\nsame: *base\n";
    expect(valuesOf(text)).toEqual({ base: { a: 1, b: 2 }, merged: { a: 1, b: 3 }, same: { a: 1, b: 2 } });
  });

  it("names keys as JSON does", () => {
    expect(Object.keys(Object(valuesOf("on: 1\n0x10: 2\n1.5: 3\n'<<': 4\na.b/c: 5\n__proto__: 6\n")))).toEqual([
      "16",
      "true",
      "1.5",
      "<<",
      "a.b/c",
      "__proto__",
    ]);
  });
});

describe("a file without keys has no values", () => {
  it.each(["", "\n", "# only a comment", "---\n", "# a\n---\n# b\n...\n", "\uFEFF", "{}\n"])("%j", (text) => {
    expect(valuesOf(text)).toEqual({});
  });
});

describe("a position is that of the key", () => {
  const file = YamlFile.parse(
    "\uFEFFa:\n  b.c: 1\n  list:\n  - x: 1\n  -   q: {z: 2}\nd: &d {}\ne: *d\n",
    "values.yaml",
  );

  it.each([
    [[], { line: 1, column: 1, endLine: 1, endColumn: 1 }],
    [["a"], { line: 1, column: 1, endLine: 1, endColumn: 2 }],
    [["a", "b.c"], { line: 2, column: 3, endLine: 2, endColumn: 6 }],
    [["a", "list", 1, "q", "z"], { line: 5, column: 11, endLine: 5, endColumn: 12 }],
  ])("%j", (path, span) => {
    expect(file.position(path)).toEqual(span);
  });

  it("or that of the list's item", () => {
    expect(file.position(["a", "list", 0])).toEqual({ line: 4, column: 3, endLine: 4, endColumn: 9 });
  });

  it("or that of the nearest around it that exists", () => {
    expect(file.position(["a", "missing", "key"])).toEqual(file.position(["a"]));
    expect(file.position(["e", "any"])).toEqual(file.position(["e"]));
    expect(file.position(["missing"])).toEqual(file.position([]));
  });

  it("also after an edit", () => {
    const edited = file.edit([{ op: "set", path: ["a", "b.c"], value: { new: 1 } }]);
    expect(edited.position(["a", "b.c", "new"])).toEqual({ line: 3, column: 5, endLine: 3, endColumn: 8 });
    expect(edited.position(["d"]).line).toBe(7);
  });
});
