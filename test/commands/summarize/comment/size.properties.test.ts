/** What holds of comments on any number of stacks of any size. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longest, marker, reviewComment } from "../../../../commands/summarize/comment/comment.ts";
import type { Change, ChangeSet } from "../../../../graph/changes/change.ts";
import { outline, plainText } from "../../../support/githubMarkdown.ts";
import { bucket, previewed, step } from "../../../support/previews.ts";
import { randomCases } from "../../../support/randomCases.ts";

const canary = "canary-7f3a";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.stringMatching(/^[`~<>|@#/a-z\n\\[\]()!*_:-]{0,40}$/),
  fc.constantFrom("```", "</details>", "-->", "@everyone", "x".repeat(3000), "🙂".repeat(500)),
);

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom("added", "changed", "replaced", "deleted"),
  urn: text.map((name) => `urn:pulumi:dev::p::t::${name}`),
  type: fc.oneof(fc.constantFrom(bucket, "kubernetes:apps/v1:Deployment"), text),
  name: text,
  owner: fc.option(fc.record({ urn: text, type: text, name: text })),
  dependsOn: fc.array(text, { maxLength: 2 }),
  differences: fc.array(fc.record({ path: text, before: fc.option(text, { nil: undefined }), after: text }), {
    maxLength: 5,
  }),
  guardDifferences: fc.array(fc.record({ path: text, before: fc.boolean(), after: fc.boolean() }), { maxLength: 2 }),
  reasons: fc.array(text, { maxLength: 8 }),
  lost: fc.option(text, { nil: undefined }),
  protect: fc.boolean(),
  retainOnDelete: fc.boolean(),
  forgotten: fc.boolean(),
});

const set: fc.Arbitrary<ChangeSet> = fc
  .record({
    stack: text,
    source: text,
    changes: fc.array(change, { maxLength: 20 }),
    messages: fc.array(
      fc.record({ severity: fc.constantFrom("info", "warning", "error"), urn: fc.option(text), message: text }),
      { maxLength: 10 },
    ),
    findings: fc.array(
      fc.record({ rule: text, level: fc.constantFrom("mandatory", "advisory"), urn: text, message: text }),
      { maxLength: 10 },
    ),
    failed: fc.boolean(),
    times: fc.constantFrom(1, 1, 1, 20),
  })
  .map(({ times, ...one }) => ({ ...one, changes: Array.from({ length: times }, () => one.changes).flat() }));

const sets = fc
  .tuple(fc.array(set, { maxLength: 8 }), fc.constantFrom(1, 1, 10))
  .map(([some, times]) =>
    Array.from({ length: times }, (_, index) =>
      some.map((each) => ({ ...each, stack: `${each.stack}${index}` })),
    ).flat(),
  );

describe("any comment", () => {
  it("fits, begins with its marker, and has balanced markup", () => {
    fc.assert(
      fc.property(sets, (all) => {
        const comment = reviewComment(all);
        expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(longest);
        expect(comment.startsWith(`${marker}\n## `)).toBe(true);
        expect(outline(comment).isBalanced).toBe(true);
        expect(plainText(comment)).not.toMatch(/@\w|<(?!\/?(details|summary|code)>|!-- mlops-platform -->)/);
      }),
      { ...randomCases(1_000), seed: 20261121 },
    );
  });

  it("is the same for the same changes", () => {
    fc.assert(
      fc.property(sets, (all) => {
        expect(reviewComment(structuredClone(all))).toBe(reviewComment(all));
      }),
      { ...randomCases(100), seed: 20261121 },
    );
  });

  it("has no secret, wherever in the inputs it is", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: canary };
    const hidden = fc.constantFrom<Record<string, unknown>>(
      { a: secret },
      { list: [{ deep: secret }] },
      { values: { db: { password: canary } } },
      { env: [{ name: "DB_PASSWORD", value: canary }] },
      { url: `postgres://u:${canary}@h/d` },
    );
    fc.assert(
      fc.property(hidden, hidden, fc.constantFrom("update", "replace", "create", "delete"), (before, after, op) => {
        const type = "kubernetes:core/v1:ConfigMap";
        const diagnostics = [{ severity: "error", message: `cannot reach postgres://u:${canary}@h/d` }];
        expect(reviewComment([previewed([step({ op, type, before, after })], diagnostics)])).not.toContain(canary);
      }),
      { ...randomCases(2_000), seed: 20261121 },
    );
  });
});

describe("twenty stacks of 5,000 changes each", () => {
  const steps = (stack: string) =>
    Array.from({ length: 5_000 }, (_, index) =>
      step({
        stack,
        name: `web-${index}`,
        owner: [`team-${index % 60}`, "mlops-platform:x:X"],
        before: { a: 1 },
        after: { a: 2 },
      }),
    );
  const all = Array.from({ length: 20 }, (_, index) => {
    const stack = `stack-${index}`;
    return previewed([
      ...steps(stack),
      step({ stack, op: "delete", name: `models-${index}`, type: bucket, before: {} }),
    ]);
  });
  const comment = reviewComment(all);

  it("fit, with every stack and every destructive change", () => {
    expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(longest);
    expect(comment.match(/^### /gm)).toHaveLength(20);
    expect(comment.match(/\*\*deleted\*\* `Bucket models-\d+`/g)).toHaveLength(20);
    expect(outline(comment).isBalanced).toBe(true);
  });

  it("leave little of the room unused, and say what was left out and where it is", () => {
    expect(Buffer.byteLength(comment)).toBeGreaterThan(longest * 0.9);
    expect(comment).toMatch(
      /\*Shortened to the size of a comment: \d+ items left out, .* The workflow run has all of them/,
    );
  });

  it("share the room", () => {
    const sizes = comment
      .split("\n### ")
      .slice(1)
      .map(({ length }) => length);
    expect(Math.min(...sizes)).toBeGreaterThan(Math.max(...sizes) / 3);
  });
});

describe("a thousand stacks", () => {
  it("fit: those with the greatest risks are shown, and the others counted", () => {
    const quiet = Array.from({ length: 999 }, (_, index) =>
      previewed([step({ stack: `quiet-${index}`, op: "create", after: {} })]),
    );
    const comment = reviewComment([
      ...quiet,
      previewed([step({ stack: "loud", op: "delete", type: bucket, before: {} })]),
    ]);
    expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(longest);
    expect(comment).toContain("### `loud`: 1 deleted");
    expect(comment).toContain("*and 940 more stacks, at lower risk*");
  });
});
