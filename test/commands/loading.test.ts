import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root, temporaryFolder } from "../support/cli.ts";

/** SDKs of Pulumi that a command loads. */
function loadedBy(...args: string[]): string[] {
  const list = join(temporaryFolder(), "loaded");
  const preload = ["--import", join(root, "test/support/loadedSdks.ts"), join(root, "commands/main.js")];
  const { status, stderr } = spawnSync(process.execPath, [...preload, ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, LOADED_SDKS: list },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return readFileSync(list, "utf8").split("\n").filter(Boolean);
}

describe("the command", () => {
  it.each([
    ["dev", ["kubernetes", "pulumi"]],
    ["aws", ["aws", "kubernetes", "pulumi"]],
    ["gcp", ["gcp", "kubernetes", "pulumi"]],
    ["azure", ["azure-native", "kubernetes", "pulumi"]],
  ])("loads for the stack %s only the SDKs it needs", (stack, sdks) => {
    expect(loadedBy("render", stack, "--out", join(temporaryFolder(), "out"))).toEqual(sdks);
  });

  it("loads them for the stack aws with every platform there is", () => {
    const { config } = parse(readFileSync(join(root, "Pulumi.aws.yaml"), "utf8"));
    const platforms = ["mlflow", "mlops", "telemetry", "gateway"].map((key) => `mlops-platform:${key}`);
    expect(Object.keys(config)).toEqual(expect.arrayContaining(platforms));
  });

  it.each([
    ["to help", ["render", "--help"]],
    ["to say what a new stack can be given", ["init", "--help"]],
    ["to say how secrets are set", ["secrets", "--help"]],
    ["to upgrade", ["upgrade", "h2o-mlops", "--from", "0.66", "--to", "0.67", "--diff"]],
    ["to list releases", ["releases"]],
    [
      "to review a change",
      ["summarize", "--preview", join(root, "test/commands/summarize/comment/previews/newPlatform.json")],
    ],
    [
      "to gate a change",
      ["destructive", "--preview", join(root, "test/commands/summarize/comment/previews/newPlatform.json")],
    ],
  ])("loads none of them %s", (_case, args) => {
    expect(loadedBy(...args)).toEqual([]);
  });
});
