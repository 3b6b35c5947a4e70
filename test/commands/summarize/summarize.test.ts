import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mlopsPlatform, temporaryFolder } from "../../support/cli.ts";
import { bucket, step } from "../../support/previews.ts";
import { workspace } from "../../support/previewWorkspace.ts";

const failure = { severity: "error", message: "error: no cluster" };
const deletion = step({ op: "delete", name: "models", type: bucket, before: {} });

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

  it("shortens the comment to a smaller limit, and says so", () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      step({ op: "delete", name: `models-${index}`, type: bucket, before: {} }),
    );
    const { run } = workspace(many);
    const { stdout } = run("summarize", "--limit", "8000");
    expect(Buffer.byteLength(stdout)).toBeLessThanOrEqual(8000);
    expect(stdout).toContain("300 stateful resources would be deleted or replaced.");
    expect(stdout).toContain("*Shortened to the size of a comment:");
    expect(Buffer.byteLength(run("summarize").stdout)).toBeGreaterThan(8000);
  });

  it.each(["0", "70000", "8e3", "many"])("refuses a limit of %s", (limit) => {
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

  it("names every folder that is not a render", () => {
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
