import { describe, expect, it } from "vitest";
import { gateJson, gateText } from "../../../commands/destructive/output.ts";
import { gate } from "../../../commands/review/destructions.ts";
import { bucket, previewed, step } from "../../support/previews.ts";

const deleted = (name: string, options = {}) => step({ op: "delete", name, type: bucket, before: {}, ...options });
const cluster = "kubernetes:postgresql.cnpg.io/v1:Cluster";

describe("the gate", () => {
  it("lets pass what holds no data, and what is only added or changed", () => {
    const steps = [
      step({ op: "delete", name: "web", before: {} }),
      step({ op: "update", name: "bucket", type: bucket, before: { a: 1 }, after: { a: 2 } }),
      step({ op: "create", name: "other", type: bucket, after: {} }),
    ];
    expect(gate([previewed(steps)], [])).toEqual([]);
    expect(gateText([])).toBe("Nothing stateful would be deleted or replaced.\n");
  });

  it("names what is deleted or replaced, once each", () => {
    const before = { metadata: { namespace: "a" } };
    const after = { metadata: { namespace: "b" } };
    const more = { replaceReasons: ["metadata.namespace"] };
    const steps = ["replace", "create-replacement"].map((op) =>
      step({ op, name: "pg", type: cluster, before, after, more }),
    );
    const found = gate([previewed([...steps, deleted("models")])], []);
    expect(found.map(({ change, allow }) => [change.kind, allow])).toEqual([
      ["deleted", "models"],
      ["replaced", "pg"],
    ]);
    const text = gateText(found);
    expect(text).toContain("2 stateful resources would be deleted or replaced.");
    expect(text).toContain("replaced Cluster pg in dev");
    expect(text).toContain("why     metadata.namespace");
    expect(text).toContain("Lost with it: the PostgreSQL instances");
    expect(text).toContain("--allow 'pg'");
  });

  it("says what guards it", () => {
    const old = { protect: true, retainOnDelete: true };
    const text = gateText(gate([previewed([deleted("models", { old })])], []));
    expect(text).toContain("retained, and protected: the engine refuses");
    expect(text).toContain("It stays where it is, but no stack manages it any more.");
    expect(gateText(gate([previewed([deleted("models")])], []))).toContain("neither protected nor retained");
  });

  it("names what only leaves the state, too", () => {
    const found = gate([previewed([deleted("models", { op: "discard" })])], []);
    expect(gateText(found)).toContain("It stays where it is");
  });

  it("lets pass what is allowed by name or by URN", () => {
    const set = previewed([deleted("a"), deleted("b"), deleted("c")]);
    const urn = set.changes[1]?.urn ?? "";
    const found = gate([set], ["a", urn]);
    expect(found.map(({ isAllowed }) => isAllowed)).toEqual([true, true, false]);
    expect(gateText(found)).toContain("Allowed by name:");
    expect(JSON.parse(gateJson(found)).stateful).toMatchObject([
      { isAllowed: true },
      {},
      { allow: "c", isAllowed: false },
    ]);
  });

  it("wants a URN where several have the name", () => {
    const sets = [previewed([deleted("models")]), previewed([deleted("models", { stack: "prod" })])];
    expect(gate(sets, []).map(({ allow }) => allow)).toEqual(sets.map(({ changes }) => changes[0]?.urn));
    expect(() => gate(sets, ["models"])).toThrow("found 2 of that name. Fix: write a URN: 'urn:pulumi:dev::");
  });

  it.each([
    ["is misspelt", "model", "write 'models', or leave it out"],
    ["is a pattern", "*", "none of that name. Fix: leave it out"],
    ["is in another case", "MODELS", "write 'models'"],
  ])("refuses a name that %s", (_case, name, fix) => {
    expect(() => gate([previewed([deleted("models")])], [name])).toThrow(fix);
  });

  it("refuses a name where there is nothing to allow", () => {
    expect(() => gate([previewed([])], ["models"])).toThrow("found that there is none. Fix: leave it out");
  });

  it("quotes names for the shell, and lets none of them speak to the terminal", () => {
    const text = gateText(gate([previewed([deleted("it's\u001b[2J")])], []));
    expect(text).toContain("--allow 'it'\\''s'");
    expect(text).not.toContain("\u001b");
  });
});
