import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { renderFolder } from "../../config/renderFolder.ts";
import { root } from "../support/cli.ts";

/** The provider's own folder, which git ignores. */
const written = ["manifests"];

it("leaves every folder of the project alone", () => {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = folders.map(({ name }) => name).filter((name) => !written.includes(name));
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => renderFolder.safeParse(name).success)).toEqual([]);
});
