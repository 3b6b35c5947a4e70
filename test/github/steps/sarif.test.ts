import { beforeEach, describe, expect, it } from "vitest";
import { StepFolder } from "./stepFolder.ts";

let folder: StepFolder;

beforeEach(() => {
  folder = new StepFolder();
});

describe("findings", () => {
  it("are there for a stack that violates a policy", () => {
    folder.command('echo "$*"; exit 3');
    folder.write("Pulumi.a.yaml", "");
    expect(folder.step("sarif.sh", ["sarif"]).code).toBe(0);
    expect(folder.read("sarif/a.sarif")).toMatch(/^render --format sarif --out \S+ -- a\n$/);
  });

  it("of a stack that can't be rendered are not there", () => {
    folder.command("exit 1");
    folder.write("Pulumi.a.yaml", "");
    expect(folder.step("sarif.sh", ["sarif"]).code).toBe(0);
    expect(() => folder.read("sarif/a.sarif")).toThrow("ENOENT");
  });
});
