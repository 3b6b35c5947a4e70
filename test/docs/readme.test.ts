import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../support/cli.ts";
import { blocksIn } from "../support/pages.ts";

const mostLines = 150;

it("is short: all else is a page of docs/", () => {
  expect(readFileSync(join(root, "README.md"), "utf8").split("\n").length).toBeLessThanOrEqual(mostLines);
});

it("makes components that the library has", () => {
  const made = blocksIn("ts").flatMap(({ text }) => [...text.matchAll(/new (\w+)\(/g)].map(([, name]) => name));
  const sources = globSync("components/**/*.ts", { cwd: root }).map((file) => readFileSync(join(root, file), "utf8"));
  const classes = sources.flatMap((source) => [...source.matchAll(/^export class (\w+)/gm)].map(([, name]) => name));
  expect(made).not.toEqual([]);
  expect(classes).toEqual(expect.arrayContaining(made));
});
