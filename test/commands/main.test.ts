import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../support/cli.ts";

it("says which Node it needs on an older one, without a stack trace", () => {
  const older = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.20.0"}})';
  const argv = ["--import", older, join(root, "commands/main.js"), "--version"];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^mlops-platform needs Node 24 or later, .* run npx mlops-platform.*\n$/);
});
