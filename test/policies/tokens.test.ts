import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../support/cli.ts";

const sources = ["policies", "graph"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(root, folder, file), "utf8")),
);

/** Type tokens of clouds, as the rules have them. */
const tokens = new Set(
  sources.flatMap((source) =>
    [...source.matchAll(/"((?:aws|gcp):\w+\/\w+:\w+|azure-native:\w+:\w+)"/g)].map(([, token = ""]) => token),
  ),
);

test("rules and graph name many cloud types", () => {
  expect(tokens.size).toBeGreaterThan(60);
});

test("each is the token of a class of its SDK", () => {
  expect([...tokens].filter((token) => !isOfClass(token))).toEqual([]);
});

function isOfClass(token: string): boolean {
  const [sdk = "", module = "", kind = ""] = token.split(":");
  const classes = join(root, "node_modules/@pulumi", sdk, module.split("/")[0] ?? "");
  const file = readdirSync(classes).find((name) => name.toLowerCase() === `${kind.toLowerCase()}.js`);
  return file !== undefined && readFileSync(join(classes, file), "utf8").includes(`__pulumiType = '${token}'`);
}
