import { describe, expect, it } from "vitest";
import type { Operation } from "../../../lib/operations.ts";
import { YamlFile, YamlRefusal } from "../../../lib/yaml/yamlFile.ts";

function problemsOf(attempt: () => unknown): YamlRefusal["problems"] {
  try {
    attempt();
  } catch (error) {
    if (error instanceof YamlRefusal) {
      return error.problems;
    }
    throw error;
  }
  return [];
}

const parse = (text: string) => YamlFile.parse(text, "values.yaml");

describe("a file is refused, with the line", () => {
  it.each([
    ["for a second document", "a: 1\n---\nb: 2\n", 2, "A second document begins here."],
    ["for a key that is set twice", "a: 1\nb:\n  c: 1\n  c: 2\n", 4, "This key is set twice in its map."],
    ["for keys that are one to JSON", "1: a\n'1': b\n", 2, "This key is set twice in its map."],
    ["for two merge keys", "a: &a {x: 1}\nb:\n  <<: *a\n  <<: *a\n", 4, "This key is set twice in its map."],
    ["for a tab as indentation", "a:\n\tb: 1\n", 2, "A tab is used as indentation."],
    ["for indentation that fits nothing", "a:\n    b: 1\n  c: 2\n", 3, "The indentation doesn't fit its surroundings."],
    [
      "for a quote that isn't closed",
      "a: 1\nb: 'x\n",
      2,
      "A character is missing, such as a colon, a comma, a quote or a space.",
    ],
    ["for text that belongs nowhere", "? a\n- \n", 1, "YAML does not expect this here."],
    ["for a list at its root", "- a\n", 1, "The file does not contain a map."],
    ["for a text at its root", "# top\ntext\n", 2, "The file does not contain a map."],
    ["for a null at its root", "null\n", 1, "The file does not contain a map."],
    ["for an alias without an anchor", "a: 1\nb: *x\n", 2, "This alias has no anchor before it."],
    ["for an alias within its anchor", "a: &a\n  b: *a\n", 2, "This alias has no anchor before it."],
    [
      "for a merge of what is no map",
      "a: &a 1\nb:\n  <<: *a\n",
      3,
      "This merge key refers to a value that is not a map.",
    ],
    [
      "for a number that JSON doesn't have",
      "a: 1\nb: .inf\n",
      2,
      "This number is infinite or not a number, which Helm does not accept.",
    ],
    ["for a key that is no text", "a: 1\n? [b]\n: 2\n", 2, "This key is not a text."],
    ["for a key without a name", "a: 1\n~: 2\n", 2, "This key is not a text."],
    ["for depth", `a: ${"[".repeat(300)}${"]".repeat(300)}\n`, 1, "The values are nested too deeply."],
  ])("%s", (_, text, line, message) => {
    expect(problemsOf(() => parse(text))[0]).toMatchObject({ file: "values.yaml", line, message });
  });

  it("for aliases that expand to too many values", () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level}, `.repeat(9)}]`,
    );
    const problems = problemsOf(() => parse(`l0: &l0 x\n${levels.join("\n")}\n`));
    expect(problems[0]).toMatchObject({ line: 7, message: "The aliases expand to too many values." });
  });

  it("with all its problems at once, each with a fix", () => {
    const problems = problemsOf(() => parse("a: 1\na: 2\nb: *x\nc: 'y' z\n"));
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(problems.every(({ fix }) => fix.length > 0)).toBe(true);
  });

  it("without any of its values", () => {
    const secret = "hunter2";
    const texts = [`a: '${secret}`, `a: "${secret}\\q"\n`, `a: *${secret}\n`, `${secret}\n`, `a: [${secret}\n`];
    for (const text of texts) {
      const problems = problemsOf(() => parse(text));
      expect(problems).not.toEqual([]);
      expect(JSON.stringify(problems)).not.toContain(secret);
      expect(new YamlRefusal(problems).message).not.toContain(secret);
    }
  });

  it("in one line each", () => {
    const problems = problemsOf(() => parse("a: 1\na: 2\n"));
    expect(new YamlRefusal(problems).message).toBe(
      "values.yaml:2: This key is set twice in its map. Fix: Keep one of the two.",
    );
  });
});

describe("an edit is refused, with the line", () => {
  const text = "base: &base\n  a: {b: 1}\nother: *base\nmerged:\n  <<: *base\n  c: 1\n";

  it.each<[string, Operation, number, string]>([
    [
      "behind an alias",
      { op: "set", path: ["other", "a"], value: 2 },
      3,
      "other.a can't be edited: an alias provides it.",
    ],
    [
      "of a key that came by a merge",
      { op: "remove", path: ["merged", "a"] },
      4,
      "merged.a can't be edited: a merge key provides it.",
    ],
    [
      "of a merge key",
      { op: "remove", path: ["merged", "<<"] },
      4,
      'merged["<<"] can\'t be edited: a merge key provides it.',
    ],
    [
      "below an anchor in use",
      { op: "set", path: ["base", "a", "b"], value: 2 },
      2,
      "base.a.b can't be edited: it is below an anchor that an alias uses.",
    ],
    [
      "of a value with an anchor in use",
      { op: "remove", path: ["base"] },
      1,
      "base can't be edited: it contains an anchor that an alias elsewhere uses.",
    ],
    [
      "that would move something there",
      { op: "move", path: ["merged", "c"], to: ["base", "c"] },
      6,
      "merged.c can't be edited: it is below an anchor that an alias uses.",
    ],
  ])("%s", (_, operation, line, message) => {
    expect(problemsOf(() => parse(text).edit([operation]))).toMatchObject([{ file: "values.yaml", line, message }]);
  });

  it("with all problems at once, and changes nothing", () => {
    const file = parse(text);
    const operations: Operation[] = [
      { op: "set", path: ["new"], value: 1 },
      { op: "remove", path: ["base"] },
      { op: "remove", path: ["other", "a"] },
    ];
    expect(problemsOf(() => file.edit(operations)).map(({ line }) => line)).toEqual([1, 3]);
    expect(file.text).toBe(text);
  });

  it("no longer once the aliases are removed", () => {
    const operations: Operation[] = [
      { op: "remove", path: ["other"] },
      { op: "remove", path: ["merged"] },
      { op: "set", path: ["base", "a", "b"], value: 2 },
    ];
    expect(parse(text).edit(operations).text).toBe("base: &base\n  a: {b: 2}\n");
  });

  it("if the written text would be misread", () => {
    // A key of its own stands before the merged one that it hides.
    const hiding = "base: &base {a: 1}\nb: 1\nmerged:\n  a: 2\n  <<: *base\n";
    expect(problemsOf(() => parse(hiding).edit([{ op: "remove", path: ["merged", "a"] }]))).toEqual([
      {
        file: "values.yaml",
        line: 3,
        message: "An edit of merged can't be written.",
        fix: "Make this edit by hand and run the command again.",
      },
    ]);
  });
});
