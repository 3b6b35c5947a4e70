import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Json, JsonMap } from "../../../lib/json.ts";
import { acknowledge } from "../../../releases/engine/acknowledgements.ts";
import {
  type Edit,
  merge,
  move,
  remove,
  rename,
  set,
  setDefault,
  translate,
  Unanswered,
} from "../../../releases/engine/edits.ts";
import { env, keyBelow } from "../../../releases/engine/places.ts";
import { type Product, release } from "../../../releases/engine/release.ts";
import { document } from "../../../releases/engine/source.ts";
import { upgrade } from "../../../releases/engine/upgrade.ts";

const source = document("guide.txt", "Guide")("Heading")("Quote.");
const why = { reason: "Because.", source };
const values = z.looseObject({});

function product(...edits: Edit[]): Product {
  return {
    name: "made-up",
    title: "Made up",
    answers: z.strictObject({ acknowledge }),
    releases: [
      release({ version: "1.0.0", heading: "1.0", values }),
      release({ version: "1.1.0", heading: "1.1", values, edits, deployments: edits }),
    ],
  };
}

function edited(given: JsonMap, ...edits: Edit[]) {
  const { steps, plan, origins } = upgrade(product(...edits), { from: "1.0", to: "1.1", values: given });
  const [release] = plan.releases;
  return {
    values: steps[0]?.values,
    changes: release?.changes ?? [],
    blockers: release?.blockers ?? [],
    release,
    origins,
  };
}

describe("an edit", () => {
  it.each<[string, Edit, JsonMap, Json]>([
    ["moves", move("a.b", "c.d", why), { a: { b: 1, x: 2 } }, { a: { x: 2 }, c: { d: 1 } }],
    ["removes", remove("a.b", why), { a: { b: 1, x: 2 } }, { a: { x: 2 } }],
    ["sets a default where nothing stands", setDefault("a.b", 1, why), { a: null }, { a: { b: 1 } }],
    ["leaves the user's value to a default", setDefault("a.b", 1, why), { a: { b: 2 } }, { a: { b: 2 } }],
    ["sets whatever stands there", set("a", 1, why), { a: 2 }, { a: 1 }],
    [
      "merges",
      merge("a", () => ({ b: 1, c: { d: 2 } }), why),
      { a: { b: 3, x: 4 } },
      { a: { b: 1, x: 4, c: { d: 2 } } },
    ],
    ["translates", translate("a", (value) => [value], why), { a: 1 }, { a: [1] }],
    [
      "renames a variable of a list",
      rename(env("A"), "B", why),
      { e: [{ name: "A", value: "v" }] },
      { e: [{ name: "B", value: "v" }] },
    ],
    ["renames a variable of a map", rename(env("A"), "B", why), { x: { env: { A: "v" } } }, { x: { env: { B: "v" } } }],
    [
      "removes a variable below a component",
      remove(env("A", { below: "x" }), why),
      { x: { y: [{ name: "A" }] }, z: [{ name: "A" }] },
      { z: [{ name: "A" }] },
    ],
    [
      "removes a variable that stands there twice",
      remove(env("A"), why),
      { e: [{ name: "A" }, { name: "K" }, { name: "A" }] },
      { e: [{ name: "K" }] },
    ],
    [
      "leaves a key called like a variable elsewhere",
      remove(env("A"), why),
      { A: 1, environment: { A: 1 } },
      { A: 1, environment: { A: 1 } },
    ],
    [
      "renames below matching keys at any depth",
      rename(keyBelow("m", /x/), "n", why),
      { x: [{ m: { m: 1 } }], m: 1 },
      { x: [{ n: { n: 1 } }], m: 1 },
    ],
  ])("%s", (_, edit, given, expected) => {
    expect(edited(given, edit).values).toEqual(expected);
  });

  it("has its change, its reason and its source", () => {
    expect(edited({ a: { b: true } }, move("a.b", "c", why)).changes).toEqual([
      { op: "move", path: "a.b", to: "c", before: true, after: true, reason: "Because.", source },
    ]);
  });

  it("does nothing if its key is absent", () => {
    const { values, changes } = edited({ x: 1 }, move("a", "b", why), remove("c", why), rename(env("A"), "B", why));
    expect({ values, changes }).toEqual({ values: { x: 1 }, changes: [] });
  });

  it("does nothing if its condition is false", () => {
    expect(edited({ a: 1 }, remove("a", { ...why, when: () => false })).values).toEqual({ a: 1 });
  });

  it("sees the result of the edit before it", () => {
    expect(edited({ a: 1 }, move("a", "b", why), move("b", "c", why)).values).toEqual({ c: 1 });
  });
});

describe("an edit that can't be made leaves its key", () => {
  it("if both keys are set and differ", () => {
    const { values, blockers } = edited({ a: 1, b: 2 }, move("a", "b", why));
    expect(values).toEqual({ a: 1, b: 2 });
    expect(blockers).toMatchObject([{ id: "conflict", path: "a", source }]);
  });

  it("but not if both keys have the same value", () => {
    expect(edited({ a: 1, b: 1 }, move("a", "b", why)).values).toEqual({ b: 1 });
  });

  it.each<[string, JsonMap]>([
    ["a text", { a: "x" }],
    ["a list", { a: [1] }],
  ])("where %s is in the way", (_, given) => {
    const { values, blockers } = edited(given, set("a.b", 1, why));
    expect(values).toEqual(given);
    expect(blockers).toMatchObject([{ id: "no-map" }]);
  });

  it("where only the user knows", () => {
    const { values, blockers } = edited(
      { a: 1 },
      translate("a", () => new Unanswered("ask", "Which?", "key"), why),
    );
    expect(values).toEqual({ a: 1 });
    expect(blockers).toEqual([{ id: "ask", message: "Which?", path: "a", answer: "key", source }]);
  });
});

describe("every value", () => {
  it("is accounted for", () => {
    const { release } = edited(
      { kept: [1, 2], moved: { a: 1 }, gone: "x", changed: null },
      move("moved.a", "to.a", why),
      remove("gone", why),
      set("changed.b", 1, why),
    );
    expect(release?.leaves).toEqual({ kept: 2, moved: 1, changed: 1, removed: 1, added: 1 });
  });
});

describe("an item of the plan", () => {
  it("points to the line that the user wrote, through all edits before it", () => {
    const { changes, origins } = edited(
      { e: [{ name: "A" }, { name: "K" }, { name: "B" }] },
      remove(env("A"), why),
      remove(env("B"), why),
    );
    expect(changes.map((change) => origins.get(change))).toEqual([
      { file: "values", path: ["e", 0] },
      { file: "values", path: ["e", 2] },
    ]);
  });
});

describe("deployments", () => {
  it("are edited one by one, and named", () => {
    const { steps, plan, origins } = upgrade(product(remove("gone", why)), {
      from: "1.0",
      to: "1.1",
      deployments: { deployments: [{ name: "one" }, { name: "two", gone: 1 }], kept: 1 },
    });
    expect(steps[0]?.deployments).toEqual({ deployments: [{ name: "one" }, { name: "two" }], kept: 1 });
    const [change] = plan.releases[0]?.changes ?? [];
    expect(change).toMatchObject({ path: "deployments[1].gone", deployment: "two" });
    expect(change && origins.get(change)).toEqual({ file: "deployments", path: ["deployments", 1, "gone"] });
  });
});

describe("from a release to itself", () => {
  it("nothing happens", () => {
    expect(upgrade(product(), { from: "1.1", to: "1.1", values: {} }).plan).toEqual({
      product: "made-up",
      from: "1.1.0",
      to: "1.1.0",
      releases: [],
    });
  });
});
