import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../support/cli.ts";

test("the pack has the version of the project, and is a module as the project is", () => {
  const read = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8"));
  const { version, type } = read("package.json");
  expect(read("policies/package.json")).toMatchObject({ version, type });
});
