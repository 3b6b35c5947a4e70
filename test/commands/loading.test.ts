import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root, temporaryFolder } from "../support/cli.ts";

/** Packages that a command loads. */
function loadedBy(...args: string[]): string[] {
  const list = join(temporaryFolder(), "loaded");
  const preload = ["--import", join(root, "test/support/loadedPackages.ts"), join(root, "commands/main.js")];
  const { status, stderr } = spawnSync(process.execPath, [...preload, ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, LOADED_PACKAGES: list },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return readFileSync(list, "utf8").split("\n");
}

const sdks = (packages: string[]) => packages.filter((name) => name.startsWith("@pulumi/"));

describe("the command", () => {
  it.each([
    ["dev", ["@pulumi/kubernetes", "@pulumi/pulumi"]],
    ["aws", ["@pulumi/aws", "@pulumi/kubernetes", "@pulumi/pulumi"]],
    ["gcp", ["@pulumi/gcp", "@pulumi/kubernetes", "@pulumi/pulumi"]],
    ["azure", ["@pulumi/azure-native", "@pulumi/kubernetes", "@pulumi/pulumi"]],
  ])(
    "loads for the stack %s only the SDKs it needs, and nothing that talks to a cluster or compiles",
    (stack, needed) => {
      const packages = loadedBy("render", stack, "--out", join(temporaryFolder(), "out"));
      expect(sdks(packages)).toEqual(needed);
      expect(packages).toContain("zod");
      for (const unneeded of ["@kubernetes/client-node", "@npmcli/arborist", "typescript"]) {
        expect(packages).not.toContain(unneeded);
      }
    },
  );

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
      "to find destructive changes",
      ["destructive", "--preview", join(root, "test/commands/summarize/comment/previews/newPlatform.json")],
    ],
  ])("loads no SDK %s", (_case, args) => {
    expect(sdks(loadedBy(...args))).toEqual([]);
  });
});
