import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root, temporaryFolder } from "../support/cli.ts";

/** Messages of Biome about one line, with only this rule. */
function lint(line: string): string {
  const folder = temporaryFolder();
  const config = { plugins: [join(root, "lint/leafImports.grit")], linter: { rules: { preset: "none" } } };
  writeFileSync(join(folder, "biome.json"), JSON.stringify(config));
  writeFileSync(join(folder, "example.ts"), `${line}\n`);
  const { stdout, stderr } = spawnSync(join(root, "node_modules/.bin/biome"), ["lint", "."], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stdout + stderr).toMatch(/Checked \d files/);
  return stderr;
}

describe("the rule on imports of Pulumi's SDKs", () => {
  it.each([
    ["a root", 'import * as aws from "@pulumi/aws";'],
    ["a service index", 'import * as core from "@pulumi/kubernetes/core/v1";'],
    ["a service index by its file", 'import { Bucket } from "@pulumi/gcp/storage/index.js";'],
    ["a root that is imported later", 'const azure = await import("@pulumi/azure-native");'],
  ])("refuses %s", (_case, line) => {
    expect(lint(line)).toContain("Import the leaf file of one resource");
  });

  it.each([
    ["a leaf", 'import { Bucket } from "@pulumi/aws/s3/bucket.js";'],
    ["types from anywhere", 'import type * as aws from "@pulumi/aws";'],
    ["the core of Pulumi", 'import { secret } from "@pulumi/pulumi";'],
  ])("allows %s", (_case, line) => {
    expect(lint(line)).not.toContain("Import the leaf file of one resource");
  });
});
