import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { Json, JsonMap } from "../../lib/json.ts";
import { upgradeFiles } from "../../releases/engine/files.ts";
import { h2oMlops } from "../../releases/h2o-mlops/product.ts";
import { randomCases } from "../support/randomCases.ts";
import { mlopsAnswers, mlopsDeployment, mlopsValues } from "./arbitraries.ts";

const comment = fc.constantFrom("", "# a comment\n", "\n", "# one\n\n# two\n");
const ending = fc.constantFrom("\n", "\r\n");

/** Values as somebody may have written them: a comment before each key of the root, and one at the end of some lines. */
const written = fc.tuple(mlopsValues, fc.array(comment, { minLength: 1 }), ending, fc.boolean()).map(writtenText);

function writtenText([values, comments, ending, isFlow]: [JsonMap, string[], string, boolean]) {
  const parts = Object.entries(values).map(([key, value], index) => {
    const text = isFlow && index % 2 === 0 ? inFlow(key, value) : stringify({ [key]: value }, options);
    return { key, text: `${comments[index % comments.length]}${text}` };
  });
  const text = parts.map((part) => part.text).join("");
  return { values, parts, text: text.replaceAll("\n", ending), ending };
}

const options = { version: "1.1", lineWidth: 0 } as const;

/** The root stays a block map: only what is below its keys is in flow style. */
function inFlow(key: string, value: Json): string {
  return `${JSON.stringify(key)}: ${stringify(value, { ...options, collectionStyle: "flow" })}`;
}

const carry = (text: string, answers: JsonMap, deployments?: JsonMap[]) =>
  upgradeFiles(h2oMlops, {
    from: "0.66",
    to: "1.1",
    values: { name: "values.yaml", text },
    answers: { name: "answers.yaml", text: stringify(answers) },
    ...(deployments && { deployments: { name: "deployments.yaml", text: stringify({ deployments }) } }),
  });

describe("an upgrade of files", () => {
  it("returns text that parses to the values of `upgrade`, at every release", () => {
    fc.assert(
      fc.property(
        written,
        mlopsAnswers,
        fc.array(mlopsDeployment, { maxLength: 3 }),
        ({ text }, answers, deployments) => {
          const { steps, written } = carry(text, answers, deployments);
          for (const [index, step] of steps.entries()) {
            const files = written[index];
            expect(parsed(files?.values?.text)).toBe(JSON.stringify(step.values));
            expect(parsed(files?.deployments?.text)).toBe(JSON.stringify(step.deployments));
          }
        },
      ),
      randomCases(),
    );
  });

  it("leaves the text of every key that no edit changes, and all comments above keys", () => {
    fc.assert(
      fc.property(written, mlopsAnswers, ({ text, parts, ending }, answers) => {
        const { steps, written } = carry(text, answers);
        const operations = steps.flatMap((step) => step.operations.values);
        const touched = new Set(
          operations.flatMap((operation) => [operation.path[0], ...(operation.op === "move" ? [operation.to[0]] : [])]),
        );
        const after = written.at(-1)?.values?.text ?? "";
        for (const part of parts.filter(({ key }) => !touched.has(key))) {
          expect(after).toContain(part.text.replaceAll("\n", ending));
        }
        expect(after.match(/^# .*$/gm) ?? []).toEqual(text.match(/^# .*$/gm) ?? []);
        expect(text === "" || after.split(ending).every((line) => !/[\r\n]/.test(line))).toBe(true);
      }),
      randomCases(),
    );
  });
});

/** Read by the library alone, as Helm would. */
function parsed(text = ""): string {
  return JSON.stringify(parse(text, { version: "1.1", merge: true }) ?? {});
}
