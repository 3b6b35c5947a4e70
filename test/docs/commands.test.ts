import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { z } from "zod";
import { destructiveCommand } from "../../commands/destructive/command.ts";
import { initCommand } from "../../commands/init/command.ts";
import { releasesCommand } from "../../commands/releases/command.ts";
import { renderCommand } from "../../commands/render/command.ts";
import { secretsCommand } from "../../commands/secrets/command.ts";
import { summarizeCommand } from "../../commands/summarize/command.ts";
import { upgradeCommand } from "../../commands/upgrade/command.ts";
import { stackConfig } from "../../config/index.ts";
import { root } from "../support/cli.ts";
import { needOf } from "../support/commandNeeds.ts";
import { blocksIn, pages } from "../support/pages.ts";

/** With what becomes of each: test/e2e/pages.test.ts runs those that need nothing. */
const shell = blocksIn("sh").map((block) => {
  const need = needOf(block.text);
  return { ...block, runs: need === undefined ? "is run" : `is not run since it needs ${need}` };
});
const scripts: object = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts;
const commands = new Map<string, Command>(
  [
    initCommand(),
    secretsCommand(),
    renderCommand(),
    upgradeCommand(),
    releasesCommand(),
    summarizeCommand(),
    destructiveCommand(),
  ].map((command) => [command.name(), command]),
);

/** Uses of the command that it does not take, and scripts that are not there. */
function unknownIn(text: string): string[] {
  const lines = text.replaceAll("\\\n", " ").split("\n");
  return lines.flatMap((line) => [
    ...[...line.matchAll(/\bmlops-platform ([a-z]+)([^|#]*)/g)].flatMap(([, name = "", rest = ""]) =>
      unknownUse(name, rest),
    ),
    ...[...line.matchAll(/\bnpm (?:run|start|test)\b(?: --silent)?(?: (\w+))?/g)].flatMap(([use, name]) =>
      name === undefined || name in scripts ? [] : [use],
    ),
    ...[...line.matchAll(/\.github\/steps\/[\w-]+\.sh/g)].flatMap(([file]) =>
      existsSync(join(root, file)) ? [] : [file],
    ),
  ]);
}

function unknownUse(name: string, rest: string): string[] {
  const command = commands.get(name);
  const flags = [...rest.matchAll(/(?<=\s)--[a-z-]+/g)].map(([flag]) => flag);
  return command === undefined
    ? [`mlops-platform ${name}`]
    : flags.filter((flag) => !command.options.some(({ long }) => long === flag)).map((flag) => `${name} ${flag}`);
}

describe("a block of commands", () => {
  it.each(shell)("of $file, line $line, $runs, and uses what is there", ({ text }) => {
    const { status, stderr } = spawnSync("bash", ["-n"], { input: text, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(unknownIn(text)).toEqual([]);
  });

  it("is reported where it uses a command or file that does not exist", () => {
    const text =
      "npx mlops-platform rendr dev\nmlops-platform render dev --basis x | cat --all\nnpm run none\nbash .github/steps/none.sh";
    expect(unknownIn(text)).toEqual([
      "mlops-platform rendr",
      "render --basis",
      "npm run none",
      ".github/steps/none.sh",
    ]);
  });
});

describe("a page", () => {
  it.each(pages)("$file uses commands in its text as they are", ({ codes }) => {
    expect(codes.flatMap(unknownIn)).toEqual([]);
  });
});

describe("a block of config", () => {
  const values = blocksIn("yaml").flatMap(({ file, line, text }) => {
    const given = parse(text);
    const keys = Object.entries(given.config ?? given).map(([key, value]) => [
      key.replace(/^mlops-platform:/, ""),
      value,
    ]);
    return keys.map(([key, value]) => ({ file, line, key, value }));
  });

  it.each(values)("of $file, line $line, is taken for the key $key", ({ key, value }) => {
    const schema: z.ZodType = stackConfig.shape[key as keyof typeof stackConfig.shape];
    expect(schema.safeParse(value).error).toBeUndefined();
  });
});
