import { describe, expect, it } from "vitest";
import { z } from "zod";
import { check } from "../../../lib/diagnostics/check.ts";

const problemsOf = (schema: z.ZodType, value: unknown) => check(z.object({ key: schema }), { key: value }).problems;

describe("the expectation of a schema without a message of its own", () => {
  it.each<[string, z.ZodType, unknown]>([
    ["a whole number", z.int(), 1.5],
    ["at least 2", z.number().min(2), 1],
    ["more than 2", z.number().gt(2), 2],
    ["at most 3", z.number().max(3), 4],
    ["a multiple of 5", z.number().multipleOf(5), 4],
    ["a text that is not empty", z.string().min(1), ""],
    ["a text of at least 2 characters", z.string().min(2), "a"],
    ["a list of at least 1 item", z.array(z.string()).min(1), []],
    ["one of a, b", z.enum(["a", "b"]), "c"],
    ["a URL, such as https://example.com", z.url(), "example"],
    ["a GUID, such as 123e4567-e89b-12d3-a456-426614174000", z.guid(), "example"],
    ["a text that matches /^a+$/", z.string().regex(/^a+$/), "b"],
    ["a text or a number", z.union([z.string(), z.number()]), true],
  ])("is %s", (expected, schema, value) => {
    expect(problemsOf(schema, value).map((problem) => problem.expected)).toEqual([expected]);
  });
});

describe("a key of a map that has the wrong form", () => {
  it("is reported with the form of keys, and has to be another one", () => {
    const path = ["key", "Not_a_name"];
    const names = z.record(z.string().regex(/^[a-z]+$/, "a name in lower case"), z.number());
    expect(problemsOf(names, { Not_a_name: 1 })).toEqual([
      {
        path: "key.Not_a_name",
        expected: "a key that is a name in lower case",
        found: '"Not_a_name"',
        fix: { kind: "remove", paths: [path], afterwards: "and set it under another key" },
      },
    ]);
  });
});
