import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mlopsPlatform, temporaryFolder } from "../../support/cli.ts";
import { bucket, previewText, step } from "../../support/previews.ts";
import { workspace } from "../../support/previewWorkspace.ts";

const failure = { severity: "error", message: "error: no cluster" };
const deletion = step({ op: "delete", name: "models", type: bucket, before: {} });

describe("mlops-platform destructive", () => {
  it("exits with 0 where there is no destructive change", () => {
    expect(workspace([step({ before: {}, after: { a: 1 } })]).run("destructive")).toEqual({
      code: 0,
      stdout: "Nothing stateful would be deleted or replaced.\n",
      stderr: "",
    });
  });

  it("exits with 3 for a destructive change, and with 0 once it is allowed", () => {
    const { run } = workspace([deletion]);
    expect(run("destructive")).toMatchObject({
      code: 3,
      stdout: expect.stringContaining("--allow 'models'"),
      stderr: "",
    });
    expect(run("destructive", "--allow", "models")).toMatchObject({ code: 0 });
  });

  it("exits with 1 for a name that allows nothing", () => {
    expect(workspace([deletion]).run("destructive", "--allow", "model")).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("write 'models'"),
    });
  });

  it("suggests no name that is far from the given one", () => {
    const { code, stderr } = workspace([deletion]).run("destructive", "--allow", "artifacts");
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("Fix: leave it out") });
  });

  it("exits with 1 for a failed preview without other destructive changes", () => {
    const { run } = workspace([], [failure]);
    expect(run("destructive")).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("one that failed"),
    });
    const blocked = workspace([deletion], [failure]);
    expect(blocked.run("destructive")).toMatchObject({ code: 3, stderr: expect.stringContaining("one that failed") });
    expect(blocked.run("destructive", "--allow", "models")).toMatchObject({ code: 1 });
  });

  it("prints JSON", () => {
    const { stdout } = workspace([deletion]).run("destructive", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({ stateful: [{ name: "models", kind: "deleted", stack: "dev" }] });
  });

  it("reads a preview from standard input", () => {
    const args = ["destructive", "--preview", "-"];
    expect(mlopsPlatform(args, { input: previewText([deletion]) })).toMatchObject({ code: 3 });
  });

  it("compares renders", () => {
    const folder = temporaryFolder();
    expect(mlopsPlatform(["render", "aws", "--out", join(folder, "aws")])).toMatchObject({ code: 0 });
    const resources = JSON.parse(readFileSync(join(folder, "aws/resources.json"), "utf8"));
    const others = resources.filter(({ type }: { type: string }) => type !== bucket);
    expect(others.length).toBeLessThan(resources.length);
    const changed = temporaryFolder();
    writeFileSync(join(changed, "resources.json"), JSON.stringify(others));
    const args = ["destructive", "--render", changed, "--base", join(folder, "aws")];
    expect(mlopsPlatform(args)).toMatchObject({ code: 3, stdout: expect.stringContaining("deleted Bucket") });
  });

  it.each([
    ["without input", [], "--preview: expected a preview, or --render with --base, found neither"],
    ["with a render alone", ["--render", "a"], "--base: expected a folder for each of --render (1), found 0"],
    ["with standard input twice", ["--preview", "-", "-"], "expected standard input once"],
    ["with a file that is not there", ["--preview", "none.json"], "--preview none.json: expected a file of text"],
  ])("exits with 1 %s", (_case, args, message) => {
    expect(mlopsPlatform(["destructive", ...args])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(message),
    });
  });
});
