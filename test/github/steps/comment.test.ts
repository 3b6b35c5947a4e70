import { beforeEach, describe, expect, it } from "vitest";
import { marker } from "../../../commands/summarize/comment/comment.ts";
import { StepFolder } from "./stepFolder.ts";

let folder: StepFolder;

beforeEach(() => {
  folder = new StepFolder();
});

describe("commenting", () => {
  const comments = [
    { id: 1, user: { login: "somebody" }, body: `${marker}\nplanted` },
    { id: 2, user: { login: "github-actions[bot]" }, body: "another workflow's" },
    { id: 3, user: { login: "github-actions[bot]" }, body: `${marker}\nours` },
  ];
  const env = { GITHUB_REPOSITORY: "o/r", PULL_REQUEST: "7" };

  it("updates this workflow's own comment", () => {
    folder.write("comment.md", `${marker}\nnew "text"\n`);
    expect(folder.step("comment.sh", ["comment.md"], { ...env, ...folder.gh(comments) })).toMatchObject({
      code: 0,
      stderr: "",
    });
    expect(folder.sent()).toEqual([{ call: "PATCH repos/o/r/issues/comments/3", body: `${marker}\nnew "text"\n` }]);
  });

  it("makes one where there is none, whoever else wrote the marker", () => {
    folder.write("comment.md", `${marker}\nnew\n`);
    folder.step("comment.sh", ["comment.md"], { ...env, ...folder.gh(comments.slice(0, 2)) });
    expect(folder.sent()).toMatchObject([{ call: "POST repos/o/r/issues/7/comments" }]);
  });
});
