import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mlopsPlatform, temporaryFolder } from "../../support/cli.ts";
import { bucket, previewText, step } from "../../support/previews.ts";

const failure = { severity: "error", message: "error: no cluster" };
const deletion = step({ op: "delete", name: "models", type: bucket, before: {} });

/** A folder with a preview, and the way to run a command in it. */
function workspace(steps: unknown[], diagnostics: unknown[] = []) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "preview.json"), previewText(steps, diagnostics));
  return {
    folder,
    run: (command: string, ...args: string[]) =>
      mlopsPlatform([command, "--preview", "preview.json", ...args], { cwd: folder }),
  };
}

describe("mlops-platform destructive", () => {
  it("exits with 0 where nothing stateful goes", () => {
    expect(workspace([step({ before: {}, after: { a: 1 } })]).run("destructive")).toEqual({
      code: 0,
      stdout: "Nothing stateful would be deleted or replaced.\n",
      stderr: "",
    });
  });

  it("exits with 3 where something does, and with 0 once it is allowed", () => {
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

  it("proposes nothing that is far from what was named", () => {
    const { code, stderr } = workspace([deletion]).run("destructive", "--allow", "artifacts");
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("Fix: leave it out") });
  });

  it("vouches for no preview that failed", () => {
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

describe("mlops-platform summarize", () => {
  it("prints the comment, and exits with 0 whatever it says", () => {
    const { code, stdout } = workspace([deletion], [failure]).run("summarize", "--title", "Preview of #1");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<!-- mlops-platform -->\n## Preview of #&#8203;1\n/);
    expect(stdout).toContain("1 stateful resource would be deleted or replaced.");
  });

  it("writes it to a file", () => {
    const { folder, run } = workspace([deletion]);
    expect(run("summarize", "--out", "comment.md")).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(join(folder, "comment.md"), "utf8")).toBe(run("summarize").stdout);
  });

  it("fits into fewer bytes, and says so", () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      step({ op: "delete", name: `models-${index}`, type: bucket, before: {} }),
    );
    const { run } = workspace(many);
    const { stdout } = run("summarize", "--limit", "8000");
    expect(Buffer.byteLength(stdout)).toBeLessThanOrEqual(8000);
    expect(stdout).toContain("300 stateful resources would be deleted or replaced.");
    expect(stdout).toContain("*Shortened to what a comment takes:");
    expect(Buffer.byteLength(run("summarize").stdout)).toBeGreaterThan(8000);
  });

  it.each(["0", "70000", "8e3", "many"])("takes no limit of %s", (limit) => {
    expect(workspace([deletion]).run("summarize", "--limit", limit)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Expected a number from 8000 to 65536"),
    });
  });

  it("exits with 1 for a file that it cannot write", () => {
    expect(workspace([deletion]).run("summarize", "--out", "none/comment.md")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("--out none/comment.md cannot be written"),
    });
  });

  it("names every folder that is no render", () => {
    const { folder } = workspace([deletion]);
    const args = ["summarize", "--render", "none", "preview.json", "--base", "none", "none"];
    const { code, stderr } = mlopsPlatform(args, { cwd: folder });
    expect(code).toBe(1);
    expect(stderr).toContain("--render none is not a render: its resources.json cannot be read. Fix: ");
    expect(stderr).toContain("--render preview.json is not a render");
    expect(stderr.split("\n")).toHaveLength(3);
  });

  it("exits with 1 for bad input, and writes nothing", () => {
    const folder = temporaryFolder();
    const result = mlopsPlatform(["summarize", "--render", "none", "--out", "comment.md"], { cwd: folder });
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining("--render none is not a render") });
    expect(() => readFileSync(join(folder, "comment.md"))).toThrow("ENOENT");
  });
});
