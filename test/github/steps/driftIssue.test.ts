import { beforeEach, describe, expect, it } from "vitest";
import { StepFolder } from "./stepFolder.ts";

let folder: StepFolder;

beforeEach(() => {
  folder = new StepFolder();
});

describe("the issue of a stack's drift", () => {
  const env = { GITHUB_REPOSITORY: "o/r", RUN_URL: "https://github.example/run" };
  const open = [{ number: 4, title: "Drift: dev" }];

  beforeEach(() => folder.write("drift.txt", "~ Deployment telemetry\n"));

  it("is opened", () => {
    folder.step("drift-issue.sh", ["dev", "drift.txt", "7"], { ...env, ...folder.gh([]) });
    expect(folder.sent()).toMatchObject([{ call: "POST repos/o/r/issues", title: "Drift: dev" }]);
    expect(folder.sent()[0]?.body).toContain("~ Deployment telemetry");
  });

  it("is updated while there is one", () => {
    folder.step("drift-issue.sh", ["dev", "drift.txt", "7"], { ...env, ...folder.gh(open) });
    expect(folder.sent()).toMatchObject([{ call: "PATCH repos/o/r/issues/4" }]);
  });

  it("is closed when nothing differs any more", () => {
    folder.step("drift-issue.sh", ["dev", "drift.txt", "0"], { ...env, ...folder.gh(open) });
    expect(folder.sent()).toMatchObject([
      { call: "POST repos/o/r/issues/4/comments" },
      { call: "PATCH repos/o/r/issues/4", state: "closed" },
    ]);
  });

  it("is left alone where it is another stack's", () => {
    folder.step("drift-issue.sh", ["staging", "drift.txt", "0"], { ...env, ...folder.gh(open) });
    expect(folder.sent()).toEqual([]);
  });

  it("says so when drift could not be checked, and shows nothing of why", () => {
    folder.step("drift-issue.sh", ["dev", "drift.txt", "1"], { ...env, ...folder.gh([]) });
    expect(folder.sent()[0]?.body).toContain("could not be checked");
    expect(folder.sent()[0]?.body).not.toContain("telemetry");
  });
});
