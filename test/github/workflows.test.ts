/** What GitHub runs, as far as zizmor does not judge it: test/e2e/workflows.test.ts has that. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root } from "../support/cli.ts";

interface Step {
  name?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  permissions?: Record<string, string>;
  environment?: string;
  concurrency?: { group: string; "cancel-in-progress": boolean };
  "timeout-minutes"?: number;
  needs?: string[];
  if?: string;
  steps: Step[];
}

interface Workflow {
  on: Record<string, unknown>;
  permissions: object;
  jobs: Record<string, Job>;
}

const files = globSync(".github/{workflows,actions/*}/*.yml", { cwd: root });

const workflows = Object.fromEntries(
  files
    .filter((file) => file.includes("workflows"))
    .map((file) => [file.split("/").at(-1) ?? "", parse(text(file)) as Workflow]),
);

const jobs = Object.entries(workflows).flatMap(([file, workflow]) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ name: `${file}: ${name}`, job })),
);

describe.each(files)("%s", (file) => {
  // Dependabot reads it there. zizmor checks the commit only.
  it("says which version the commit of an action is", () => {
    const pinned = text(file)
      .split("\n")
      .filter((line) => /\buses: (?!\.\/)/.test(line));
    expect(pinned.length).toBeGreaterThan(0);
    expect(pinned.filter((line) => !/@[0-9a-f]{40} # v\d+(\.\d+)+$/.test(line))).toEqual([]);
  });

  it("runs scripts that are here", () => {
    for (const run of runs(parse(text(file)))) {
      for (const [script] of run.matchAll(/\.github\/steps\/[\w.-]+/g)) {
        expect(existsSync(join(root, script)), script).toBe(true);
      }
    }
  });
});

describe.each(jobs)("the job $name", ({ job }) => {
  it("has an end", () => {
    expect(job["timeout-minutes"]).toBeLessThanOrEqual(120);
  });

  it("logs in to clouds only in an environment, and writes nothing to GitHub's code or comments then", () => {
    if (job.permissions?.["id-token"] === "write") {
      expect(job.environment).toBeDefined();
      expect(job.permissions).not.toMatchObject({ "pull-requests": "write" });
    }
    expect(job.permissions).toMatchObject({ contents: "read" });
  });

  it("never hands a preview on", () => {
    const uploads = job.steps.filter(({ uses }) => uses?.startsWith("actions/upload-artifact@"));
    expect(uploads.filter(({ with: options }) => String(options?.path).includes(".json"))).toEqual([]);
  });
});

describe("on a pull request", () => {
  const { check, preview, report } = workflows["pull-request.yml"]?.jobs ?? {};

  it("checks code of forks without any credential", () => {
    expect(check).not.toHaveProperty("if");
    expect(check).not.toHaveProperty("environment");
    expect(check?.permissions).toEqual({ contents: "read" });
    expect(JSON.stringify(check)).not.toContain("secrets.");
  });

  it("previews and writes for branches of the repository only", () => {
    for (const job of [preview, report]) {
      expect(job?.if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
    }
  });

  it("writes with the base's steps, not with those of the pull request", () => {
    const [checkout] = report?.steps ?? [];
    expect(checkout?.with?.ref).toContain("github.event.pull_request.base.sha");
    expect(report?.steps.flatMap(({ run = "" }) => run)).not.toContainEqual(expect.stringMatching(/npm|node /));
  });
});

describe("a merge", () => {
  const { findings: _, ...stacks } = workflows["deploy.yml"]?.jobs ?? {};

  it("deploys to dev, then to staging, then to production", () => {
    expect(Object.entries(stacks).map(([name, { needs = [] }]) => [name, needs])).toEqual([
      ["dev", []],
      ["staging", ["dev"]],
      ["production", ["dev", "staging"]],
    ]);
  });

  it.each(Object.entries(stacks))(
    "deploys %s after its preview and the check for destructive changes, in an environment of its own",
    (name, job) => {
      const steps = job.steps.flatMap(({ run = "" }) =>
        [...run.matchAll(/steps\/([\w-]+)\.sh/g)].map(([, step]) => step),
      );
      expect(steps).toEqual(["preview", "summarize-preview", "destructive", "up"]);
      expect(job.environment).toBe(name);
      expect(job.concurrency).toEqual({ group: `stack-${name}`, "cancel-in-progress": false });
    },
  );
});

function text(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** Shell of every step, whatever it is in. */
function runs(node: unknown): string[] {
  if (typeof node !== "object" || node === null) {
    return [];
  }
  return Object.entries(node).flatMap(([key, value]) =>
    key === "run" && typeof value === "string" ? [value] : runs(value),
  );
}
