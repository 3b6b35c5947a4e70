import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { changesBetween } from "../../../graph/changes/renders.ts";
import { temporaryFolder } from "../../support/cli.ts";

const owner = "urn:pulumi:dev::mlops-platform::mlops-platform:objectStore:AwsObjectStore::store";

const bucket = (changes: Record<string, unknown> = {}) => ({
  urn: "urn:pulumi:dev::mlops-platform::mlops-platform:objectStore:AwsObjectStore$aws:s3/bucket:Bucket::models",
  type: "aws:s3/bucket:Bucket",
  name: "models",
  parent: owner,
  dependsOn: [],
  protect: true,
  retainOnDelete: true,
  inputs: { bucket: "models", password: "canary" },
  ...changes,
});

function render(resources: unknown, findings?: unknown): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "resources.json"), JSON.stringify(resources));
  if (findings !== undefined) {
    writeFileSync(join(folder, "findings.json"), JSON.stringify(findings));
  }
  return folder;
}

describe("two renders", () => {
  it("that are the same change nothing", () => {
    expect(changesBetween(render([bucket()]), render([bucket()]))).toMatchObject({
      stack: "dev",
      changes: [],
      failed: false,
    });
  });

  it("tell what is added, deleted and replaced, and in which component", () => {
    expect(changesBetween(render([bucket()]), render([])).changes).toMatchObject([
      { kind: "added", owner: { name: "store" } },
    ]);
    expect(changesBetween(render([]), render([bucket()])).changes).toMatchObject([{ kind: "deleted", protect: true }]);
    const renamed = bucket({ inputs: { bucket: "other" } });
    expect(changesBetween(render([renamed]), render([bucket()])).changes).toMatchObject([
      {
        kind: "replaced",
        reasons: ["bucket"],
        differences: [{ path: "bucket", before: "models", after: "other" }, {}],
      },
    ]);
  });

  it("tell that a guard was taken away", () => {
    const { changes } = changesBetween(render([bucket({ protect: false })]), render([bucket()]));
    expect(changes).toMatchObject([
      { kind: "changed", differences: [], guardDifferences: [{ path: "protect", before: true, after: false }] },
    ]);
  });

  it("show no secret", () => {
    const after = bucket({ inputs: { bucket: "models", password: "canary-2" } });
    expect(JSON.stringify(changesBetween(render([after]), render([bucket()])))).not.toContain("canary");
  });

  it("add everything where the base is an empty folder: the stack is new", () => {
    expect(changesBetween(render([bucket()]), temporaryFolder()).changes).toMatchObject([{ kind: "added" }]);
  });

  it("of different stacks are refused", () => {
    const other = bucket({ urn: bucket().urn.replace(":dev:", ":prod:") });
    expect(() => changesBetween(render([bucket()]), render([other]))).toThrow(
      "expected a render of dev, found one of prod",
    );
  });
});

describe("a render", () => {
  const findings = {
    policies: [{ rule: "r", severity: "high", level: "mandatory", urn: "u", message: "m", fix: "d" }],
    messages: [{ severity: "error", urn: null, message: "In the way." }],
  };

  it("alone tells what its policies and releases say", () => {
    const set = changesBetween(render([bucket()], findings), undefined);
    expect(set).toMatchObject({ changes: [], findings: findings.policies, messages: findings.messages });
  });

  it("is refused without a graph, or with one that is something else", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "manifests"));
    expect(() => changesBetween(folder, undefined)).toThrow(`--render ${folder} is not a render`);
    expect(() => changesBetween(render({ version: 3 }), undefined)).toThrow("is not a render");
    expect(() => changesBetween(join(folder, "none"), undefined)).toThrow("is not a render");
  });

  it("is refused with findings that end too early", () => {
    const folder = render([bucket()]);
    writeFileSync(join(folder, "findings.json"), JSON.stringify(findings).slice(0, -5));
    expect(() => changesBetween(folder, undefined)).toThrow("expected policies and messages");
  });

  it("is refused with findings of another shape", () => {
    expect(() => changesBetween(render([bucket()], { policies: {} }), undefined)).toThrow(
      "expected policies and messages",
    );
  });
});
