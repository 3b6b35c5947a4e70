/** The workflows' steps that need neither Pulumi nor a cluster, with doubles of `gh` and of the project's command. */

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { marker } from "../../commands/summarize/comment/comment.ts";
import { root, temporaryFolder } from "../support/cli.ts";

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

describe("joining summaries", () => {
  it("makes one comment, with the marker once", () => {
    write("a.md", `${marker}\n## A\n`);
    write("b.md", `${marker}\n## B\n`);
    expect(step("join-summaries.sh", ["comment.md", "a.md", "b.md"]).code).toBe(0);
    expect(read("comment.md")).toBe(`${marker}\n## A\n\n## B\n\n`);
  });

  it("names and links what GitHub's limit leaves no room for", () => {
    write("preview-dev.md", `${marker}\n${"a".repeat(60_000)}\n`);
    write("preview-staging.md", `${marker}\n${"b".repeat(60_000)}\n`);
    write("renders.md", `${marker}\nsmall\n`);
    const files = ["preview-dev.md", "preview-staging.md", "renders.md"];
    step("join-summaries.sh", ["comment.md", ...files], { RUN_URL: "https://github.example/run" });
    const comment = read("comment.md");
    expect(comment.length).toBeLessThan(65_536);
    expect(comment).toContain("small");
    expect(comment).toContain(
      "Too long for this comment: preview-staging. See the summaries of [this run](https://github.example/run).",
    );
    expect(comment).not.toContain("bbb");
  });

  it("takes short forms where the whole ones have no room together", () => {
    for (const stack of ["dev", "staging"]) {
      write(`preview-${stack}.md`, `${marker}\n${"a".repeat(64_000)}\n`);
      write(`preview-${stack}.short.md`, `${marker}\nshort of ${stack}\n`);
    }
    write("renders.md", `${marker}\nwhole renders ${"b".repeat(50_000)}\n`);
    write("renders.short.md", `${marker}\nshort of renders\n`);
    const given = ["preview-dev.md", "preview-dev.short.md", "preview-staging.md", "preview-staging.short.md"];
    expect(step("join-summaries.sh", ["comment.md", ...given, "renders.md"]).code).toBe(0);
    const comment = read("comment.md");
    expect(comment.length).toBeLessThan(65_536);
    expect(comment.match(/short of \w+|whole \w+/g)).toEqual(["short of dev", "short of staging", "whole renders"]);
    expect(comment).not.toContain("Too long");
  });

  it("does without renders where tests failed before them", () => {
    write("preview-dev.md", `${marker}\n## Dev\n`);
    expect(step("join-summaries.sh", ["comment.md", "preview-dev.md", "renders.md"])).toMatchObject({ code: 0 });
    expect(read("comment.md")).toBe(`${marker}\n## Dev\n\n`);
  });

  it("says that there is nothing to show", () => {
    step("join-summaries.sh", ["comment.md", "renders.md"], { RUN_URL: "https://github.example/run" });
    expect(read("comment.md")).toContain("Nothing could be rendered or previewed. See [this run](https://github.ex");
  });
});

describe("summaries", () => {
  it.each([
    ["of a preview", "summarize-preview.sh", ["dev", "preview.json", "out/a.md"]],
    ["of renders", "summarize-renders.sh", ["head", "base", "out/a.md"]],
  ])("%s have a short form beside them", (_case, script, args) => {
    command('for out; do [ "$former" != --out ] || echo "$@" > "$out"; former=$out; done');
    write("head/dev/resources.json", "[]");
    expect(step(script, args)).toMatchObject({ code: 0, stderr: "" });
    expect(read("out/a.md")).not.toContain("--limit");
    expect(read("out/a.short.md")).toContain("--limit 8000");
  });
});

describe("commenting", () => {
  const comments = [
    { id: 1, user: { login: "somebody" }, body: `${marker}\nplanted` },
    { id: 2, user: { login: "github-actions[bot]" }, body: "another workflow's" },
    { id: 3, user: { login: "github-actions[bot]" }, body: `${marker}\nours` },
  ];
  const env = { GITHUB_REPOSITORY: "o/r", PULL_REQUEST: "7" };

  it("updates this workflow's own comment", () => {
    write("comment.md", `${marker}\nnew "text"\n`);
    expect(step("comment.sh", ["comment.md"], { ...env, ...gh(comments) })).toMatchObject({ code: 0, stderr: "" });
    expect(sent()).toEqual([{ call: "PATCH repos/o/r/issues/comments/3", body: `${marker}\nnew "text"\n` }]);
  });

  it("makes one where there is none, whoever else wrote the marker", () => {
    write("comment.md", `${marker}\nnew\n`);
    step("comment.sh", ["comment.md"], { ...env, ...gh(comments.slice(0, 2)) });
    expect(sent()).toMatchObject([{ call: "POST repos/o/r/issues/7/comments" }]);
  });
});

describe("the issue of a stack's drift", () => {
  const env = { GITHUB_REPOSITORY: "o/r", RUN_URL: "https://github.example/run" };
  const open = [{ number: 4, title: "Drift: dev" }];

  beforeEach(() => write("drift.txt", "~ Deployment telemetry\n"));

  it("is opened", () => {
    step("drift-issue.sh", ["dev", "drift.txt", "7"], { ...env, ...gh([]) });
    expect(sent()).toMatchObject([{ call: "POST repos/o/r/issues", title: "Drift: dev" }]);
    expect(sent()[0]?.body).toContain("~ Deployment telemetry");
  });

  it("is updated while there is one", () => {
    step("drift-issue.sh", ["dev", "drift.txt", "7"], { ...env, ...gh(open) });
    expect(sent()).toMatchObject([{ call: "PATCH repos/o/r/issues/4" }]);
  });

  it("is closed when nothing differs any more", () => {
    step("drift-issue.sh", ["dev", "drift.txt", "0"], { ...env, ...gh(open) });
    expect(sent()).toMatchObject([
      { call: "POST repos/o/r/issues/4/comments" },
      { call: "PATCH repos/o/r/issues/4", state: "closed" },
    ]);
  });

  it("is another stack's business", () => {
    step("drift-issue.sh", ["staging", "drift.txt", "0"], { ...env, ...gh(open) });
    expect(sent()).toEqual([]);
  });

  it("says so when drift could not be checked, and shows nothing of why", () => {
    step("drift-issue.sh", ["dev", "drift.txt", "1"], { ...env, ...gh([]) });
    expect(sent()[0]?.body).toContain("could not be checked");
    expect(sent()[0]?.body).not.toContain("telemetry");
  });
});

describe("the check for destructive changes", () => {
  const found = `[[ $* != *--format* ]] || exec echo '{"stateful":[{"allow":"mlflow-pg"},{"allow":"artifacts"}]}'`;

  it("lets through by name what the file names for the stack, and nothing else", () => {
    command(`${found}\necho "$@"`);
    write(".github/allowed-destruction", "# STACK NAME\ndev mlflow-pg # moved\nstaging other\n  dev   artifacts\n");
    expect(step("destructive.sh", ["dev", "--preview", "p.json"])).toMatchObject({
      code: 0,
      stdout: "destructive --preview p.json --allow mlflow-pg --allow artifacts\n",
    });
  });

  it("says which lines have become useless, and does not fail for them", () => {
    command(`${found}\necho "$@"`);
    write(".github/allowed-destruction", "dev gone\n");
    const { code, stdout } = step("destructive.sh", ["dev", "--preview", "p.json"]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      "dev gone is no longer deleted or replaced; remove the line\ndestructive --preview p.json\n",
    );
  });

  it("lets nothing through without the file", () => {
    command(`${found}\necho "$@"`);
    expect(step("destructive.sh", ["dev", "--preview", "p.json"]).stdout).toBe("destructive --preview p.json\n");
  });

  it("fails over renders when one stack fails, after asking of all", () => {
    command('[[ $3 = --* ]] || echo "$3"; [[ $3 != head/a ]] || exit 3');
    for (const stack of ["a", "b"]) {
      write(`head/${stack}/resources.json`, "[]");
    }
    const { code, stdout } = step("destructive-renders.sh", ["head", "base"]);
    expect(code).toBe(3);
    expect(stdout).toContain("head/b");
  });
});

describe("rendering", () => {
  it.each([
    ["0", 0],
    ["3", 3],
    ["1", 1],
  ])("goes on after a stack that ends with %s, and ends with it", (code, expected) => {
    command(`echo "$@"; [[ $* != *'-- a' ]] || exit ${code}`);
    write("Pulumi.a.yaml", "");
    write("Pulumi.b.yaml", "");
    write("base/b/resources.json", "[]");
    const { code: got, stdout } = step("render.sh", ["out", "base"]);
    expect(got).toBe(expected);
    expect(stdout).toContain("render --out out/a -- a\n");
    expect(stdout).toContain("render --out out/b --base base/b -- b\n");
  });

  it("gives a side that lacks a stack a render of nothing", () => {
    write("head/new/resources.json", "[1]");
    write("base/gone/resources.json", "[2]");
    expect(step("complete-renders.sh", ["head", "base"]).code).toBe(0);
    expect(
      ["head/new", "head/gone", "base/new", "base/gone"].map((side) => read(`${side}/resources.json`).trim()),
    ).toEqual(["[1]", "[]", "[]", "[2]"]);
  });
});

describe("findings", () => {
  it("are there for a stack that violates a policy", () => {
    command('echo "$*"; exit 3');
    write("Pulumi.a.yaml", "");
    expect(step("sarif.sh", ["sarif"]).code).toBe(0);
    expect(read("sarif/a.sarif")).toMatch(/^render --format sarif --out \S+ -- a\n$/);
  });

  it("of a stack that can't be rendered are not there", () => {
    command("exit 1");
    write("Pulumi.a.yaml", "");
    expect(step("sarif.sh", ["sarif"]).code).toBe(0);
    expect(() => read("sarif/a.sarif")).toThrow("ENOENT");
  });
});

/** Runs a step in the test's folder. */
function step(script: string, args: string[], env: Record<string, string> = {}) {
  const steps = join(root, ".github/steps");
  spawnSync("mkdir", ["-p", join(folder, ".github")]);
  spawnSync("ln", ["-sfn", steps, join(folder, ".github/steps")]);
  const path = [join(folder, "bin"), process.env.PATH].join(delimiter);
  const { status, stdout, stderr } = spawnSync("bash", [join(steps, script), ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, PATH: path, ...env },
  });
  return { code: status, stdout, stderr };
}

/** Puts a double of `node` on the PATH, which gets the arguments of the project's command. */
function command(script: string): void {
  write("bin/node", `#!/usr/bin/env bash\nshift\n${script}\n`);
  spawnSync("chmod", ["+x", join(folder, "bin/node")]);
}

/** Puts a double of `gh` on the PATH: it answers every question with a list, and writes down what is sent. */
function gh(answer: object[]): Record<string, string> {
  const script = `#!/usr/bin/env bash
args=("$@")
method=GET query=.
for i in "\${!args[@]}"; do
  case \${args[i]} in
    --method) method=\${args[i+1]} ;;
    --jq) query=\${args[i+1]} ;;
    repos/*) path=\${args[i]} ;;
  esac
done
if [ $method = GET ]; then jq -r "$query" <<< "$ANSWER"; else jq -c --arg call "$method $path" '{call: $call} + .' >> "$SENT"; fi
`;
  write("bin/gh", script);
  spawnSync("chmod", ["+x", join(folder, "bin/gh")]);
  return { ANSWER: JSON.stringify(answer), SENT: join(folder, "sent") };
}

function sent(): { call: string; body?: string; title?: string; state?: string }[] {
  try {
    return read("sent")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  } catch {
    return [];
  }
}

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function read(path: string): string {
  return readFileSync(join(folder, path), "utf8");
}
