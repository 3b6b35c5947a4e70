import { beforeEach, describe, expect, it } from "vitest";
import { marker } from "../../../commands/summarize/comment/comment.ts";
import { StepFolder } from "./stepFolder.ts";

let folder: StepFolder;

beforeEach(() => {
  folder = new StepFolder();
});

describe("joining summaries", () => {
  it("makes one comment, with the marker once", () => {
    folder.write("a.md", `${marker}\n## A\n`);
    folder.write("b.md", `${marker}\n## B\n`);
    expect(folder.step("join-summaries.sh", ["comment.md", "a.md", "b.md"]).code).toBe(0);
    expect(folder.read("comment.md")).toBe(`${marker}\n## A\n\n## B\n\n`);
  });

  it("names and links what GitHub's limit leaves no room for", () => {
    folder.write("preview-dev.md", `${marker}\n${"a".repeat(60_000)}\n`);
    folder.write("preview-staging.md", `${marker}\n${"b".repeat(60_000)}\n`);
    folder.write("renders.md", `${marker}\nsmall\n`);
    const files = ["preview-dev.md", "preview-staging.md", "renders.md"];
    folder.step("join-summaries.sh", ["comment.md", ...files], { RUN_URL: "https://github.example/run" });
    const comment = folder.read("comment.md");
    expect(comment.length).toBeLessThan(65_536);
    expect(comment).toContain("small");
    expect(comment).toContain(
      "Too long for this comment: preview-staging. See the summaries of [this run](https://github.example/run).",
    );
    expect(comment).not.toContain("bbb");
  });

  it("takes short forms where the whole ones have no room together", () => {
    for (const stack of ["dev", "staging"]) {
      folder.write(`preview-${stack}.md`, `${marker}\n${"a".repeat(64_000)}\n`);
      folder.write(`preview-${stack}.short.md`, `${marker}\nshort of ${stack}\n`);
    }
    folder.write("renders.md", `${marker}\nwhole renders ${"b".repeat(50_000)}\n`);
    folder.write("renders.short.md", `${marker}\nshort of renders\n`);
    const given = ["preview-dev.md", "preview-dev.short.md", "preview-staging.md", "preview-staging.short.md"];
    expect(folder.step("join-summaries.sh", ["comment.md", ...given, "renders.md"]).code).toBe(0);
    const comment = folder.read("comment.md");
    expect(comment.length).toBeLessThan(65_536);
    expect(comment.match(/short of \w+|whole \w+/g)).toEqual(["short of dev", "short of staging", "whole renders"]);
    expect(comment).not.toContain("Too long");
  });

  it("does without renders where tests failed before them", () => {
    folder.write("preview-dev.md", `${marker}\n## Dev\n`);
    expect(folder.step("join-summaries.sh", ["comment.md", "preview-dev.md", "renders.md"])).toMatchObject({ code: 0 });
    expect(folder.read("comment.md")).toBe(`${marker}\n## Dev\n\n`);
  });

  it("says that there is nothing to show", () => {
    folder.step("join-summaries.sh", ["comment.md", "renders.md"], { RUN_URL: "https://github.example/run" });
    expect(folder.read("comment.md")).toContain(
      "Nothing could be rendered or previewed. See [this run](https://github.ex",
    );
  });
});
