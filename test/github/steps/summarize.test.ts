import { beforeEach, describe, expect, it } from "vitest";
import { StepFolder } from "./stepFolder.ts";

let folder: StepFolder;

beforeEach(() => {
  folder = new StepFolder();
});

describe("summaries", () => {
  it.each([
    ["of a preview", "summarize-preview.sh", ["dev", "preview.json", "out/a.md"]],
    ["of renders", "summarize-renders.sh", ["head", "base", "out/a.md"]],
  ])("%s have a short form beside them", (_case, script, args) => {
    folder.command('for out; do [ "$former" != --out ] || echo "$@" > "$out"; former=$out; done');
    folder.write("head/dev/resources.json", "[]");
    expect(folder.step(script, args)).toMatchObject({ code: 0, stderr: "" });
    expect(folder.read("out/a.md")).not.toContain("--limit");
    expect(folder.read("out/a.short.md")).toContain("--limit 8000");
  });
});
