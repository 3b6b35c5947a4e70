/** The workflows as zizmor judges them, in its strictest persona and offline. */
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root, temporaryFolder } from "../support/cli.ts";
import { checkers } from "./support/checkers.ts";

const { zizmor } = await checkers();

describe.skipIf(zizmor === undefined)("the workflows", () => {
  it("leave nothing to find, but for what they waive with a reason", () => {
    expect(audit(join(root, ".github"))).toMatchObject({ code: 0, stdout: expect.stringContaining("No findings") });
  });

  it("waive one rule only", () => {
    const waivers = ["deploy", "drift", "pull-request"].flatMap((name) => [
      ...readFileSync(join(root, `.github/workflows/${name}.yml`), "utf8").matchAll(/zizmor: ignore\[(.+?)\] (.*)/g),
    ]);
    expect(new Set(waivers.map(([, rule]) => rule))).toEqual(new Set(["self-repository"]));
    expect(waivers.every(([, , reason]) => reason)).toBe(true);
  });

  it.each([
    ["an action by its tag", /@[0-9a-f]{40} # (v[\d.]+)/, "@$1", "unpinned-uses"],
    [
      "an expression in a script",
      'destructive.sh "$STACK"',
      `destructive.sh $${"{{ github.head_ref }}"}`,
      "template-injection",
    ],
    ["the trigger with the base's rights", "on:\n  pull_request:", "on:\n  pull_request_target:", "dangerous-triggers"],
    ["a token that stays", "persist-credentials: false", "persist-credentials: true", "artipacked"],
  ])("would be found out with %s", (_case, text, replacement, rule) => {
    const folder = join(temporaryFolder(), ".github");
    cpSync(join(root, ".github"), folder, { recursive: true });
    const file = join(folder, "workflows/pull-request.yml");
    writeFileSync(file, readFileSync(file, "utf8").replace(text, replacement));
    const { code, stdout } = audit(folder);
    expect(code).not.toBe(0);
    expect(stdout).toContain(rule);
  });
});

function audit(folder: string) {
  const { status, stdout, stderr } = spawnSync(
    zizmor ?? "",
    ["--offline", "--persona=auditor", "--no-config", folder],
    {
      encoding: "utf8",
    },
  );
  return { code: status, stdout: `${stdout}${stderr}` };
}
