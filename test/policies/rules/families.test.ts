import { describe, expect, test } from "vitest";
import { evaluate } from "../../../policies/engine/evaluate.ts";
import { rules } from "../../../policies/rules/families.ts";
import { type CaseResource, stackOf } from "../case.ts";
import { cases } from "../cases.ts";

const evaluation = { settings: { levels: {}, exceptions: [] }, today: "2026-11-21" };

const found = (rule: string, resources: CaseResource[]) =>
  evaluate(
    rules.filter(({ name }) => name === rule),
    stackOf(resources),
    evaluation,
  );

describe.each(rules)("$name", (rule) => {
  const own = cases.filter((each) => each.rule === rule.name);

  test("has a passing and a failing case", () => {
    expect(own.flatMap(({ passes }) => passes)).not.toEqual([]);
    expect(own.flatMap(({ fails }) => fails)).not.toEqual([]);
  });

  test("applies to each passing case, and finds nothing", () => {
    for (const resources of own.flatMap(({ passes }) => passes)) {
      expect(found(rule.name, resources)).toEqual([]);
      expect(stackOf(resources).some(rule.on)).toBe(true);
    }
  });

  test("finds each failing case", () => {
    for (const resources of own.flatMap(({ fails }) => fails)) {
      expect(found(rule.name, resources)).not.toEqual([]);
    }
  });
});

test("every rule says what, why and how to fix it in sentences", () => {
  const texts = rules.flatMap(({ what, why, fix }) => [what, why, fix]);
  expect(texts.filter((text) => !/^[A-Z`].+\.$/s.test(text))).toEqual([]);
});

test("every rule has a unique name in kebab case", () => {
  const names = rules.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([]);
});

test("every case names an existing rule", () => {
  const names = rules.map(({ name }) => name);
  expect(cases.map(({ rule }) => rule).filter((rule) => !names.includes(rule))).toEqual([]);
});
