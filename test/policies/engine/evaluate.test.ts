import { describe, expect, it } from "vitest";
import { appliesTo, evaluate, unreadable } from "../../../policies/engine/evaluate.ts";
import { ofType, resourceRule, stackRule } from "../../../policies/engine/rule.ts";
import { stackOf } from "../case.ts";

const declared = { severity: "high" as const, what: "What.", why: "Why.", fix: "Fix it.", references: [] };
const type = "aws:s3/bucket:Bucket";

const named = resourceRule<{ bucket?: string }>({
  ...declared,
  name: "bucket-named",
  on: ofType(type),
  check: ({ inputs }) => (inputs.bucket === undefined ? ["It has no name.", "Nobody knows it."] : []),
});

const alone = stackRule({
  ...declared,
  name: "bucket-alone",
  on: ofType(type),
  checkIn: (bucket, stack) => (stack.all(bucket.type).length > 1 ? ["There are others."] : []),
});

const settings = { levels: {}, exceptions: [] };
const today = "2026-11-21";
const two = stackOf([
  { type, name: "two", inputs: {} },
  { type, name: "one", inputs: { bucket: "one" } },
  { type: "aws:kms/key:Key", name: "key", inputs: {} },
]);

const found = (rules: Parameters<typeof evaluate>[0], given: object = {}) =>
  evaluate(rules, two, { settings: { ...settings, ...given }, today });

describe("findings", () => {
  it("have the rule, its severity, the resource, the problem and the fix", () => {
    expect(found([named])).toEqual(
      ["It has no name.", "Nobody knows it."].map((message) => ({
        rule: "bucket-named",
        severity: "high",
        level: "mandatory",
        urn: "urn:pulumi:test::mlops-platform::aws:s3/bucket:Bucket::two",
        message,
        fix: "Fix it.",
      })),
    );
  });

  it("are in the order of the rules, and then of URNs", () => {
    const places = found([alone, named]).map(({ rule, urn }) => [rule, urn.split("::").at(-1)]);
    expect(places).toEqual([
      ["bucket-alone", "one"],
      ["bucket-alone", "two"],
      ["bucket-named", "two"],
      ["bucket-named", "two"],
    ]);
  });

  it("have the level that the stack sets; disabled rules do not run", () => {
    expect(found([alone], { levels: { all: "advisory" } })).toMatchObject([
      { level: "advisory" },
      { level: "advisory" },
    ]);
    const broken = resourceRule({
      ...declared,
      name: "broken",
      on: () => {
        throw new Error("asked");
      },
      check: () => [],
    });
    expect(found([broken], { levels: { broken: "disabled" } })).toEqual([]);
  });

  it("are found at any version of a resource's API", () => {
    const storage = resourceRule({
      ...declared,
      name: "account",
      on: ofType("azure-native:storage:StorageAccount"),
      check: () => ["It is there."],
    });
    const account = { type: "azure-native:storage/v20230101:StorageAccount", name: "account", inputs: {} };
    expect(evaluate([storage], stackOf([account]), { settings, today })).toMatchObject([
      { urn: "urn:pulumi:test::mlops-platform::azure-native:storage/v20230101:StorageAccount::account" },
    ]);
  });

  it("include inputs that a rule cannot read; other errors are thrown", () => {
    const reading = resourceRule<{ tags: string[] }>({
      ...declared,
      name: "reading",
      on: ofType(type),
      check: ({ inputs }) => inputs.tags.map((tag) => `It has ${tag}.`),
    });
    expect(found([reading])).toMatchObject([{ message: unreadable }, { message: unreadable }]);
    const broken = resourceRule({
      ...declared,
      name: "broken",
      on: ofType(type),
      check: () => {
        throw new Error("broken");
      },
    });
    expect(() => found([broken])).toThrow("broken");
  });

  it("count a rule that cannot read a resource as applying to it", () => {
    const picking = (isWanted: () => boolean) =>
      resourceRule({ ...declared, name: "picking", on: isWanted, check: () => [] });
    const [bucket] = stackOf([{ type, name: "models", inputs: {} }]);
    const unread = () => Object(undefined).tags.includes("models");
    expect([unread, () => true, () => false].map((on) => bucket && appliesTo(picking(on), bucket))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("leave out what an exception covers, and report one that has ended", () => {
    const exception = { rule: "bucket-alone", urn: "*::one", reason: "moved next week", until: "2026-11-21" };
    expect(found([alone], { exceptions: [exception] })).toHaveLength(1);
    expect(found([alone], { exceptions: [{ ...exception, until: "2026-11-20" }] })).toMatchObject([
      { message: 'There are others. The exception "moved next week" ended on 2026-11-20.' },
      { message: "There are others." },
    ]);
  });
});
