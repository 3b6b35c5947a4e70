import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../../lib/json.ts";
import { applyOperations, type Operation } from "../../../lib/operations.ts";
import { YamlFile, YamlRefusal } from "../../../lib/yaml/yamlFile.ts";
import { randomCases } from "../../support/randomCases.ts";
import { randomAdditions, randomOperations } from "./randomOperations.ts";
import { randomText } from "./randomTexts.ts";
import { values } from "./randomValues.ts";
import { RandomWriter } from "./randomWriter.ts";

const timeout = 120_000;

/** The order of keys counts. */
const inOrder = (value: Json) => JSON.stringify(value);

describe("for any values in any notation", { timeout }, () => {
  it("the file is read as these values", () => {
    fc.assert(
      fc.property(values, fc.gen(), (value, gen) => {
        const text = new RandomWriter(gen).document(value);
        expect(inOrder(YamlFile.parse(text, "f").values)).toBe(inOrder(value));
      }),
      randomCases(),
    );
  });

  it("an edited text is read as the edited values, and the file itself is unchanged", () => {
    fc.assert(
      fc.property(values, fc.gen(), (value, gen) => {
        const text = new RandomWriter(gen).document(value);
        const file = YamlFile.parse(text, "f");
        const operations = randomOperations(gen, value);
        const edited = file.edit(operations);
        expect(inOrder(edited.values)).toBe(inOrder(applyOperations(value, operations)));
        expect(inOrder(YamlFile.parse(edited.text, "f").values)).toBe(inOrder(edited.values));
        expect([file.text, inOrder(file.values)]).toEqual([text, inOrder(value)]);
      }),
      randomCases(),
    );
  });

  it("edits one by one and all at once have the same result", () => {
    fc.assert(
      fc.property(values, fc.gen(), (value, gen) => {
        const file = YamlFile.parse(new RandomWriter(gen).document(value), "f");
        const operations = randomOperations(gen, value);
        const edited = operations.reduce((each, operation) => each.edit([operation]), file);
        expect(inOrder(edited.values)).toBe(inOrder(file.edit(operations).values));
        expect(inOrder(YamlFile.parse(edited.text, "f").values)).toBe(inOrder(edited.values));
      }),
      randomCases(),
    );
  });

  it("the lines of a key that no operation names stay byte-identical", () => {
    fc.assert(
      fc.property(values, fc.gen(), (value, gen) => {
        const file = YamlFile.parse(new RandomWriter(gen).document(value, false), "f");
        const operations = randomOperations(gen, value);
        const edited = file.edit(operations);
        const named = new Set(operations.flatMap((operation) => keysOf(operation)));
        for (const key of Object.keys(Object(value)).filter((name) => !named.has(name))) {
          expect(linesOf(edited, key)).toEqual(linesOf(file, key));
        }
      }),
      randomCases(),
    );
  });

  it("an added value removes no comment", () => {
    fc.assert(
      fc.property(values, fc.gen(), (value, gen) => {
        const file = YamlFile.parse(new RandomWriter(gen).document(value), "f");
        const edited = file.edit(randomAdditions(gen, value));
        expect(commentsIn(edited.text)).toEqual(commentsIn(file.text));
      }),
      randomCases(),
    );
  });
});

describe("for any text", { timeout }, () => {
  it("it is read or refused, with existing line numbers", () => {
    fc.assert(
      fc.property(randomText, (text) => {
        const file = attempt(() => YamlFile.parse(text, "f"));
        if (file instanceof YamlRefusal) {
          expect(file.problems).not.toEqual([]);
          const lines = text.split("\n").length;
          expect(file.problems.filter(({ line }) => line < 1 || line > lines)).toEqual([]);
        }
      }),
      randomCases(),
    );
  });

  it("an edit is written correctly or refused", () => {
    fc.assert(
      fc.property(randomText, fc.gen(), (text, gen) => {
        const file = attempt(() => YamlFile.parse(text, "f"));
        if (file instanceof YamlRefusal) {
          return;
        }
        const operations = randomOperations(gen, file.values);
        const edited = attempt(() => file.edit(operations));
        if (edited instanceof YamlRefusal) {
          return;
        }
        expect(inOrder(YamlFile.parse(edited.text, "f").values)).toBe(
          inOrder(applyOperations(file.values, operations)),
        );
      }),
      randomCases(),
    );
  });
});

function attempt(action: () => YamlFile): YamlFile | YamlRefusal {
  try {
    return action();
  } catch (error) {
    if (error instanceof YamlRefusal) {
      return error;
    }
    throw error;
  }
}

function keysOf(operation: Operation): unknown[] {
  return operation.op === "move" ? [operation.path[0], operation.to[0]] : [operation.path[0]];
}

/** From the key's line to the last that means something. */
function linesOf(file: YamlFile, key: string): string[] {
  const lines = file.text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const starts = Object.keys(Object(file.values)).map((name) => file.position([name]).line);
  const start = file.position([key]).line;
  const next = Math.min(...starts.filter((line) => line > start), lines.length + 1);
  const own = lines.slice(start - 1, next - 1);
  const last = own.findLastIndex((line) => !/^\s*(?:#.*|\.\.\.)?$/.test(line));
  return own.slice(0, last + 1);
}

function commentsIn(text: string): string[] {
  return (text.match(/# c\d+/g) ?? []).toSorted();
}
