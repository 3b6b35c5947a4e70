import { describe, expect, it } from "vitest";
import type { Json } from "../../../lib/json.ts";
import { applyOperations, type Operation } from "../../../lib/operations.ts";
import { type Path, pathOf } from "../../../lib/path.ts";
import { YamlFile } from "../../../lib/yaml/yamlFile.ts";

const set = (path: string | Path, value: Json): Operation => ({ op: "set", path: pathOf(path), value });
const remove = (path: string | Path): Operation => ({ op: "remove", path: pathOf(path) });
const move = (path: string | Path, to: string | Path): Operation => ({
  op: "move",
  path: pathOf(path),
  to: pathOf(to),
});

function edited(text: string, ...operations: Operation[]): string {
  const file = YamlFile.parse(text, "values.yaml");
  const result = file.edit(operations);
  expect(JSON.stringify(result.values)).toBe(JSON.stringify(applyOperations(file.values, operations)));
  expect(result.values).toEqual(YamlFile.parse(result.text, "values.yaml").values);
  return result.text;
}

describe("set", () => {
  it("replaces a value and leaves the rest of its line", () => {
    expect(edited("a:   1   # one\nb: 2\n", set("a", 5))).toBe("a:   5   # one\nb: 2\n");
  });

  it("keeps the quotes of a text, and quotes a text that would be misread", () => {
    expect(edited("a: 'x'\nb: \"x\"\nc: x\n", set("a", "y"), set("b", "z"), set("c", "on"))).toBe(
      'a: \'y\'\nb: "z"\nc: "on"\n',
    );
  });

  it("adds a key at the end of its map, before comments of the next key", () => {
    const text = "a:\n  x: 1\n  # about x\n\n# about b\nb: 2\n\n# end\n\n";
    expect(edited(text, set("a.q.z", [1, { k: "v", l: [] }]), set("c", 3))).toBe(
      "a:\n  x: 1\n  # about x\n  q:\n    z:\n      - 1\n      - k: v\n        l: []\n\n# about b\nb: 2\n\n# end\nc: 3\n\n",
    );
  });

  it("takes over the indentation of the file", () => {
    const text = "a:\n    list:\n    - 1\n";
    expect(edited(text, set("b", { list: [{ c: { d: 1 } }] }))).toBe(
      "a:\n    list:\n    - 1\nb:\n    list:\n    - c:\n          d: 1\n",
    );
  });

  it("makes a map of an empty value, and keeps the comment on its line", () => {
    expect(edited("a: # one\nb: {} # two\nc: ~\n", set("a.x", 1), set("b.x.q", 2), set("c.x", 3))).toBe(
      "a: # one\n  x: 1\nb: # two\n  x:\n    q: 2\nc:\n  x: 3\n",
    );
  });

  it("writes a text of several lines as a block, and replaces a block by other values", () => {
    expect(edited("a: 1 # one\nb: |- # two\n  x\n  y\nc: 3\n", set("a", "x\ny\n"), set("b", 2))).toBe(
      "a: | # one\n  x\n  y\nb: 2 # two\nc: 3\n",
    );
  });

  it("never folds a long line", () => {
    const long = "word ".repeat(60).trim();
    expect(edited("a: 1\n", set("a", long))).toBe(`a: ${long}\n`);
  });

  it("replaces and adds items of a list", () => {
    expect(edited("a:\n- x: 1 # one\n- 2\n", set(["a", 1], { q: 1, z: 2 }), set(["a", 2], "last"))).toBe(
      "a:\n- x: 1 # one\n- q: 1\n  z: 2\n- last\n",
    );
  });

  it("changes nothing if the value is the same, however it is written", () => {
    const file = YamlFile.parse("a: 0x10\nb: {c: yes}\n", "values.yaml");
    expect(file.edit([set("a", 16), set("b", { c: true })])).toBe(file);
  });
});

describe("remove", () => {
  it("removes the lines of a key, but not comments on lines of their own", () => {
    const text = "# about a\na: 1 # one\n# about b\nb:\n  # in b\n  c: 1\n  # end of b\n\n# about d\nd: 2\n";
    expect(edited(text, remove("b"))).toBe("# about a\na: 1 # one\n# about b\n\n# about d\nd: 2\n");
  });

  it("removes parents that become empty, but not the comments in them", () => {
    expect(edited("a:\n  # about b\n  b:\n    c: 1\nd: 2\n", remove("a.b.c"))).toBe("  # about b\nd: 2\n");
  });

  it("leaves the comments of a file that has no keys left", () => {
    expect(edited("# top\na: 1\n# end\n", remove("a"))).toBe("# top\n# end\n");
  });

  it("closes up the first line of a list's item", () => {
    expect(
      edited("a:\n- b: 1\n  c: 2\n- d: 3\n  # about e\n  e: 4\n", remove(["a", 0, "b"]), remove(["a", 1, "d"])),
    ).toBe("a:\n- c: 2\n-\n  # about e\n  e: 4\n");
  });

  it("shifts the items that follow", () => {
    expect(edited("a:\n# one\n- 1\n# two\n- 2\n- 3\n", remove(["a", 0]), remove(["a", 1]))).toBe(
      "a:\n# one\n# two\n- 2\n",
    );
  });

  it("keeps comments out of a block text before them", () => {
    expect(edited("a: |\n  text\nb:\n  # about c\n  c: 1\n  d: 2\ne: 1\n", remove("b.c"), remove("b.d"))).toBe(
      "a: |\n  text\n# about c\ne: 1\n",
    );
  });

  it("keeps blank lines out of a block text that would take them", () => {
    expect(edited("a: |+\n  text\nb: 1\n\nc: 2\n", remove("b"))).toBe("a: |+\n  text\nc: 2\n");
  });
});

describe("move", () => {
  it("renames a key at its place", () => {
    expect(edited("a:\n  'x': # one\n    q: 1\n  z: 2\n", move("a.x", "a.w"))).toBe(
      "a:\n  w: # one\n    q: 1\n  z: 2\n",
    );
  });

  it("moves the text of the value with its comments, and indents it again", () => {
    const text =
      "a:\n    # about b\n    b:   # note\n        c: |  # head\n            text\n              more\n        d: 0x10\n        # end\n    z: 1\ne: 1\n";
    expect(edited(text, move("a.b", "f.g.h"))).toBe(
      "a:\n    # about b\n    z: 1\ne: 1\nf:\n    g:\n        h:   # note\n            c: |  # head\n                text\n                  more\n            d: 0x10\n            # end\n",
    );
  });

  it("moves texts of every form", () => {
    const text =
      'a:\n  b:\n    - |2-\n        deep\n      text\n    - "quoted\n      text"\n    - plain\n      text\n    - >-\n      folded\n\n      text\n  c: 1\n';
    expect(edited(text, move("a.b", "b"))).toBe(
      'a:\n  c: 1\nb:\n  - |2-\n      deep\n    text\n  - "quoted\n    text"\n  - plain\n    text\n  - >-\n    folded\n\n    text\n',
    );
  });

  it("moves out of a list and into one", () => {
    expect(edited("a:\n- b: 1 # one\n  c: 2\n- 3\nd:\n  e: 4\n", move(["a", 0], "f"), move("d", ["a", 1, "d"]))).toBe(
      "a:\n- 3\n- d:\n    e: 4\nf:\n  b: 1 # one\n  c: 2\n",
    );
  });

  it("works on what an operation before it has written", () => {
    const operations = [set("b", { x: 1 }), move("a", "b.q"), set("b.q.z", 2), remove("b.x"), move("b.q.k", "c")];
    expect(edited("a:\n  k: 1 # one\n", ...operations)).toBe("b:\n  q:\n    z: 2\nc: 1 # one\n");
  });
});

describe("braces and brackets", () => {
  it("on one line stay on it", () => {
    expect(edited("a: {x: 1, q: 2} # one\n", set("a.z", { k: ["v"] }), remove("a.x"), move("a.q", "a.w"))).toBe(
      "a: {w: 2, z: {k: [v]}} # one\n",
    );
    expect(edited("a: { x: 1, q: [1, 2, 3] }\n", remove("a.x"), remove(["a", "q", 1]), set(["a", "q", 2], 4))).toBe(
      "a: { q: [1, 3, 4] }\n",
    );
  });

  it("on several lines get lines", () => {
    const text = "a: {\n  # about x\n  x: 1, # one\n  q: 2  # two\n}\nb: [\n  1,\n  2,\n]\n";
    expect(edited(text, remove("a.x"), set("a.z", 3), set(["b", 2], 3), remove(["b", 0]))).toBe(
      "a: {\n  # about x\n  q: 2,  # two\n  z: 3\n}\nb: [\n  2,\n  3,\n]\n",
    );
  });

  it("can be all of a file: JSON stays JSON", () => {
    const text = '{\n  "a": 1,\n  "b": {\n    "c": "x"\n  }\n}\n';
    expect(edited(text, set("b.d", ["y"]), set("e", { f: null }), remove("a"))).toBe(
      '{\n  "b": {\n    "c": "x",\n    "d": ["y"]\n  },\n  "e": {"f": null}\n}\n',
    );
    expect(edited("{}\n", set("a.b", 1))).toBe("{a: {b: 1}}\n");
    expect(edited('{"a": 1}', remove("a"))).toBe("{}");
  });

  it("are kept by what moves out of them; what moves into them is put in them", () => {
    expect(edited('a: {b: {c: 0x1, d: "x"}, e: 2}\nf:\n  g: yes\n', move("a.b", "f.b"), move("f.g", "a.g"))).toBe(
      'a: {e: 2, g: true}\nf:\n  b: {c: 0x1, d: "x"}\n',
    );
  });
});

describe("the text around an edit", () => {
  it("has the line breaks of the file", () => {
    expect(edited("a: 1\r\nb:\r\n  c: 2 # x\r\n", set("b.d", { e: "x\ny\n" }), move("a", "b.a"))).toBe(
      "b:\r\n  c: 2 # x\r\n  d:\r\n    e: |\r\n      x\r\n      y\r\n  a: 1\r\n",
    );
  });

  it("has no line break at its end where it had none", () => {
    expect(edited("a: 1", set("b", 2))).toBe("a: 1\nb: 2");
    expect(edited("# only", set("a", 1))).toBe("# only\na: 1");
    expect(edited("", set("a", 1))).toBe("a: 1\n");
  });

  it("keeps a byte order mark, directives, and the marks of a document", () => {
    expect(edited("\uFEFF%YAML 1.1\n--- # start\na: 1\n...\n# after\n", set("b", 2), remove("a"))).toBe(
      "\uFEFF%YAML 1.1\n--- # start\nb: 2\n...\n# after\n",
    );
  });

  it("may have anchors, aliases and merge keys that no operation affects", () => {
    const text = "x: &x\n  k: 1\nu: *x\nz:\n  <<: *x\n  q: 1\nw: 1 # one\n";
    expect(edited(text, set("w", 2), remove("z.q"), set("v", 3))).toBe(
      "x: &x\n  k: 1\nu: *x\nz:\n  <<: *x\nw: 2 # one\nv: 3\n",
    );
    expect(edited(text, remove("u"), remove("z"), move("x", "t"))).toBe("t: &x\n  k: 1\nw: 1 # one\n");
  });

  it("may hold keys in every form", () => {
    expect(edited('? a\n: 1\n? b\n"c d" : 2\n', set("a", 3), set("b.x", 4), move("c d", "e: f"))).toBe(
      '? a\n: 3\nb:\n  x: 4\n"e: f": 2\n',
    );
  });

  it("is never changed itself", () => {
    const file = YamlFile.parse("a: {b: 1}\n", "values.yaml");
    file.edit([remove("a.b")]);
    expect([file.text, file.values]).toEqual(["a: {b: 1}\n", { a: { b: 1 } }]);
  });
});
