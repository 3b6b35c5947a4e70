import { describe, expect, it } from "vitest";
import { type CheckedStack, idleExceptions, policyFindings } from "../../../commands/render/policies.ts";
import type { GraphResource } from "../../../graph/resource.ts";

const rule = "s3-bucket-public-access-blocked";
const urn = "urn:pulumi:aws::mlops-platform::aws:s3/bucket:Bucket::models";
const bucket: GraphResource = {
  urn,
  type: "aws:s3/bucket:Bucket",
  name: "models",
  parent: null,
  dependsOn: [],
  protect: true,
  retainOnDelete: true,
  inputs: { bucket: "models" },
};

const found = (policies: object | undefined, today = "2026-11-21") =>
  policyFindings([bucket], { ...stackWith(policies), today }).filter((finding) => finding.rule === rule);

function stackWith(policies: object | undefined): CheckedStack {
  return { stack: "aws", config: policies ? { "mlops-platform:policies": JSON.stringify(policies) } : {} };
}

describe("rules checked on a render", () => {
  it("are mandatory by default", () => {
    expect(found(undefined)).toMatchObject([{ urn, level: "mandatory", severity: "critical" }]);
  });

  it("have the level that the stack sets", () => {
    expect(found({ levels: { all: "advisory" } })).toMatchObject([{ level: "advisory" }]);
    expect(found({ levels: { all: "advisory", [rule]: "disabled" } })).toEqual([]);
  });

  it("do not report what an exception covers, until its last day", () => {
    const exceptions = [{ rule, urn: "*::models", reason: "moved next week", until: "2026-12-01" }];
    expect(found({ exceptions }, "2026-12-01")).toEqual([]);
    expect(found({ exceptions }, "2026-12-02")).toMatchObject([
      { message: expect.stringContaining('The exception "moved next week" ended on 2026-12-01.') },
    ]);
    expect(found({ exceptions: [{ ...exceptions[0], urn: "*::mode" }] })).toHaveLength(1);
  });

  it.each([
    [{ levels: { "s3-bucket-public-acces-blocked": "advisory" } }, `expected  the name ${rule}`],
    [
      { exceptions: [{ rule: "nothing-like-it", urn: "*", reason: "long enough", until: "2026-12-01" }] },
      "exceptions[0].rule",
    ],
    [{ exceptions: [{ rule, urn: "*", until: "2026-12-01" }] }, "policies.exceptions[0].reason"],
    [{ exceptions: [{ rule, urn: "*", reason: "long enough", until: "soon" }] }, "policies.exceptions[0].until"],
    [{ levels: { all: "strict" } }, "policies.levels.all"],
  ])("refuse settings such as %j", (settings, message) => {
    expect(() => found(settings)).toThrow(message);
  });
});

describe("an exception that covers nothing", () => {
  const idle = (...patterns: string[]) => {
    const exceptions = patterns.map((each) => ({ rule, urn: each, reason: "moved next week", until: "2026-12-01" }));
    return idleExceptions([bucket], stackWith({ exceptions }));
  };

  it("is reported, with the command that removes it", () => {
    const [notice, ...others] = idle("*::models", "models");
    expect(others).toEqual([]);
    expect(notice).toMatchObject({ severity: "warning", urn: null });
    expect(notice?.message).toContain("policies.exceptions[1] covers nothing");
    expect(notice?.message).toContain("whole URN matches models.");
    expect(notice?.message).toContain("pulumi config rm --path 'mlops-platform:policies.exceptions[1]' --stack aws");
  });

  it("includes one for a rule that applies to other resources", () => {
    const other = { rule: "postgres-three-instances", urn: "*", reason: "moved next week", until: "2026-12-01" };
    expect(idleExceptions([bucket], stackWith({ exceptions: [other] }))).toHaveLength(1);
  });

  it("does not include one for a resource at another API version than the rules name", () => {
    const type = "kubernetes:apps/v1beta2:Deployment";
    const deployment = { ...bucket, urn: `urn:pulumi:aws::mlops-platform::${type}::models`, type };
    const other = { rule: "container-image-tagged", urn: "*::models", reason: "moved next week", until: "2026-12-01" };
    expect(idleExceptions([deployment], stackWith({ exceptions: [other] }))).toEqual([]);
  });

  it("is not reported in a stack without exceptions", () => {
    expect(idleExceptions([bucket], stackWith(undefined))).toEqual([]);
  });
});
