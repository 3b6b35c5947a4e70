import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../graph/inputs.ts";
import { evaluate, unreadable } from "../../policies/engine/evaluate.ts";
import { rules } from "../../policies/rules/families.ts";
import { type CaseResource, stackOf } from "./case.ts";
import { cases } from "./cases.ts";

const evaluation = { settings: { levels: {}, exceptions: [] }, today: "2026-11-21" };

const found = (rule: string, resources: CaseResource[]) =>
  evaluate(
    rules.filter(({ name }) => name === rule),
    stackOf(resources),
    evaluation,
  );

/** Copies of a tree, one for each value below these keys, or for each value at all, in which that value is unknown. */
function withUnknowns(tree: unknown, keys?: string[], isMeant = keys === undefined): unknown[] {
  const own = isMeant ? [UNKNOWN] : [];
  if (typeof tree !== "object" || tree === null) {
    return own;
  }
  const children = Object.entries(tree).flatMap(([key, child]) =>
    withUnknowns(child, keys, isMeant || keys?.includes(key)).map((changed) =>
      Array.isArray(tree) ? tree.with(Number(key), changed) : { ...tree, [key]: changed },
    ),
  );
  return [...own, ...children];
}

/** Stacks with the inputs of one resource changed, for each of their resources. */
function changed(stacks: CaseResource[][], change: (inputs: object) => object[]): CaseResource[][] {
  return stacks.flatMap((resources) =>
    resources.flatMap((resource, index) =>
      change(resource.inputs).map((inputs) => resources.with(index, { ...resource, inputs })),
    ),
  );
}

describe.each(rules)("$name, with unknown values,", ({ name }) => {
  const own = cases.filter(({ rule }) => rule === name);
  const passing = own.flatMap(({ passes }) => passes);
  const failing = own.flatMap(({ fails }) => fails);

  test("can read inputs with any single value unknown", () => {
    const stacks = changed([...passing, ...failing], (inputs) => withUnknowns(inputs).slice(1) as object[]);
    const messages = stacks.flatMap((resources) => found(name, resources)).map(({ message }) => message);
    expect(messages).not.toContain(unreadable);
  });

  test("finds nothing where names and labels that link resources are unknown", () => {
    const keys = ["bucket", "hosts", "matchLabels", "serviceAccountName", "versioning"];
    const stacks = changed(passing, (inputs) => withUnknowns(inputs, keys) as object[]);
    expect(stacks.flatMap((resources) => found(name, resources))).toEqual([]);
  });

  test("finds nothing where a whole spec is unknown", () => {
    const stacks = changed(passing, (inputs) => ("spec" in inputs ? [{ ...inputs, spec: UNKNOWN }] : []));
    expect(stacks.flatMap((resources) => found(name, resources))).toEqual([]);
  });
});
