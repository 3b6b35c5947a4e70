import { describe, expect, it } from "vitest";
import { yamlMap } from "../../lib/pulumiYaml.ts";

/** Each line has the one before it ten times. */
const bomb = [
  "a: &a [x]",
  ...["ab", "bc", "cd", "de", "ef"].map(([old, own]) => `${own}: &${own} [${tenOf(`*${old}`)}]`),
];

describe("YAML as Pulumi reads it", () => {
  it.each([
    ["aliases", "a: &x {b: 1}\nc: *x\n", { a: { b: 1 }, c: { b: 1 } }],
    ["merge keys, over which own keys win", "a: &x {b: 1, c: 1}\nd: {<<: *x, c: 2}\n", { a: {}, d: { b: 1, c: 2 } }],
    ["merges of several maps, the first of which wins", "a: {<<: [{b: 1}, {b: 2, c: 2}]}\n", { a: { b: 1, c: 2 } }],
    ["merge keys at the top", "<<: {a: 1}\nb: 2\n", { a: 1, b: 2 }],
    ["an empty file", "", {}],
  ])("has %s", (_case, source, expected) => {
    expect(yamlMap("f.yaml", source)).toMatchObject(expected);
  });

  it.each([
    ["a syntax error", "a: 1\nb: [1\n", /^f\.yaml: .* at line 3/s],
    ["two values for one key", "a: 1\na: 2\n", /^f\.yaml: Map keys must be unique at line 2/],
    ["an alias of nothing", "a: 1\nb: *none\n", "f.yaml: expected an anchor &none before it, found *none at line 2."],
    [
      "an alias of what it is in",
      "a:\n  &x b: &y\n  - *y\n",
      "f.yaml: expected an alias of something else, found *y at line 3.",
    ],
    ["a merge of an alias of nothing", "a: {<<: *none}\n", "found *none at line 1"],
    ["a merge of no map", "a: {<<: 5}\n", "f.yaml: Merge sources must be maps"],
    ["aliases that would fill the memory", bomb.join("\n"), "f.yaml: Excessive alias count"],
    ["a list", "- 1\n", "f.yaml: expected an object of keys, found a list."],
    ["a number", "1\n", "f.yaml: expected an object of keys, found a number."],
    ["a text", "hello\n", "f.yaml: expected an object of keys, found a text."],
  ])("refuses %s, saying where it is", (_case, source, message) => {
    expect(() => yamlMap("f.yaml", source)).toThrow(message);
  });
});

function tenOf(text: string): string {
  return Array(10).fill(text).join(", ");
}
