import { describe, expect, test } from "vitest";
import { evaluate, unreadable } from "../../policies/engine/evaluate.ts";
import { rules } from "../../policies/rules/families.ts";
import { isDeep } from "../support/randomCases.ts";
import { stackOf } from "./case.ts";
import { cases } from "./cases.ts";

const evaluation = { settings: { levels: {}, exceptions: [] }, today: "2026-11-21" };
const few = [null, "text", {}, [null]];
const kinds = isDeep ? [...few, 3, true, [], ["text"], { text: null }] : few;

/** Copies of a tree, one for each value, in which that value has another type. */
function withOthers(tree: unknown, others: readonly unknown[]): unknown[] {
  if (typeof tree !== "object" || tree === null) {
    return [...others];
  }
  const children = Object.entries(tree).flatMap(([key, child]) =>
    withOthers(child, others).map((changed) =>
      Array.isArray(tree) ? tree.with(Number(key), changed) : { ...tree, [key]: changed },
    ),
  );
  return [...others, ...children];
}

describe.each(rules)("$name, with values of any type,", (rule) => {
  const stacks = cases.filter((own) => own.rule === rule.name).flatMap(({ passes, fails }) => [...passes, ...fails]);

  const messages = (others: readonly unknown[]) =>
    stacks.flatMap((resources) =>
      resources.flatMap(({ inputs, ...resource }, index) =>
        withOthers(inputs, others)
          .slice(others.length)
          .flatMap((changed) => {
            const stack = stackOf(resources.with(index, { ...resource, inputs: Object(changed) }));
            return evaluate([rule], stack, evaluation).map(({ message }) => message);
          }),
      ),
    );

  test("never throws", () => {
    expect(() => messages(kinds)).not.toThrow();
  });

  test("treats null as absent", () => {
    expect(messages([null])).toEqual(messages([undefined]));
    expect(messages([null])).not.toContain(unreadable);
  });
});
