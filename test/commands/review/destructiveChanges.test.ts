import { describe, expect, it } from "vitest";
import { destructiveJson } from "../../../commands/destructive/output/json.ts";
import { destructiveText } from "../../../commands/destructive/output/text.ts";
import { destructiveChanges, refuseIdleNames } from "../../../commands/review/destructiveChanges.ts";
import type { ChangeSet } from "../../../graph/changes/change.ts";
import { bucket, previewed, step } from "../../support/previews.ts";

const deleted = (name: string, options = {}) => step({ op: "delete", name, type: bucket, before: {}, ...options });
const checked = (sets: ChangeSet[], allowed: string[]) => refuseIdleNames(destructiveChanges(sets), allowed);
const cluster = "kubernetes:postgresql.cnpg.io/v1:Cluster";

describe("destructive changes", () => {
  it("are none where nothing stateful is deleted or replaced", () => {
    const steps = [
      step({ op: "delete", name: "web", before: {} }),
      step({ op: "update", name: "bucket", type: bucket, before: { a: 1 }, after: { a: 2 } }),
      step({ op: "create", name: "other", type: bucket, after: {} }),
    ];
    expect(destructiveChanges([previewed(steps)])).toEqual([]);
    expect(destructiveText([])).toBe("Nothing stateful would be deleted or replaced.\n");
  });

  it("name each resource that is deleted or replaced once", () => {
    const before = { metadata: { namespace: "a" } };
    const after = { metadata: { namespace: "b" } };
    const more = { replaceReasons: ["metadata.namespace"] };
    const steps = ["replace", "create-replacement"].map((op) =>
      step({ op, name: "pg", type: cluster, before, after, more }),
    );
    const found = destructiveChanges([previewed([...steps, deleted("models")])]);
    expect(found.map(({ change, allow }) => [change.kind, allow])).toEqual([
      ["deleted", "models"],
      ["replaced", "pg"],
    ]);
    const text = destructiveText(found);
    expect(text).toContain("2 stateful resources would be deleted or replaced.");
    expect(text).toContain("replaced Cluster pg in dev");
    expect(text).toContain("why     metadata.namespace");
    expect(text).toContain("Lost with it: the PostgreSQL instances");
    expect(text).toContain("--allow 'pg'");
  });

  it("say whether the resource is protected", () => {
    const old = { protect: true, retainOnDelete: true };
    const text = destructiveText(destructiveChanges([previewed([deleted("models", { old })])]));
    expect(text).toContain("retained, and protected: the engine refuses");
    expect(text).toContain("It stays in place, but no stack manages it any more.");
    expect(destructiveText(destructiveChanges([previewed([deleted("models")])]))).toContain(
      "neither protected nor retained",
    );
  });

  it("include resources that only leave the state", () => {
    const found = destructiveChanges([previewed([deleted("models", { op: "discard" })])]);
    expect(destructiveText(found)).toContain("It stays in place");
  });

  it("are allowed by name or by URN", () => {
    const set = previewed([deleted("a"), deleted("b"), deleted("c")]);
    const urn = set.changes[1]?.urn ?? "";
    const found = destructiveChanges([set], ["a", urn]);
    expect(found.map(({ isAllowed }) => isAllowed)).toEqual([true, true, false]);
    expect(destructiveText(found)).toContain("Allowed by name:");
    expect(JSON.parse(destructiveJson(found)).stateful).toMatchObject([
      { isAllowed: true },
      {},
      { allow: "c", isAllowed: false },
    ]);
  });

  it("are allowed by URN where several have the name", () => {
    const sets = [previewed([deleted("models")]), previewed([deleted("models", { stack: "prod" })])];
    expect(destructiveChanges(sets).map(({ allow }) => allow)).toEqual(sets.map(({ changes }) => changes[0]?.urn));
    expect(() => checked(sets, ["models"])).toThrow("found 2 of that name. Fix: write a URN: 'urn:pulumi:dev::");
  });

  it.each([
    ["is misspelt", "model", "write 'models', or leave it out"],
    ["is a pattern", "*", "none of that name. Fix: leave it out"],
    ["is in another case", "MODELS", "write 'models'"],
  ])("are not allowed by a name that %s", (_case, name, fix) => {
    expect(() => checked([previewed([deleted("models")])], [name])).toThrow(fix);
  });

  it("are not allowed where there are none", () => {
    expect(() => checked([previewed([])], ["models"])).toThrow(
      "found no such resource in the changes. Fix: leave it out",
    );
  });

  it("quote names for the shell, and send no control characters to the terminal", () => {
    const text = destructiveText(destructiveChanges([previewed([deleted("it's\u001b[2J")])]));
    expect(text).toContain("--allow 'it'\\''s'");
    expect(text).not.toContain("\u001b");
  });
});
