import { describe, expect, it } from "vitest";
import { baseChanges } from "../../../../commands/render/output/baseChanges.ts";
import { compareGraphs } from "../../../../graph/changes/compare.ts";
import type { GraphResource } from "../../../../graph/resource.ts";

const identity = {
  urn: "urn:pulumi:dev::p::aws:s3/bucket:Bucket::models",
  type: "aws:s3/bucket:Bucket",
  name: "models",
};
const bucket: GraphResource = {
  ...identity,
  parent: null,
  dependsOn: [],
  protect: true,
  retainOnDelete: true,
  inputs: { bucket: "models", tags: {} },
};

const printed = (before: GraphResource[], after: GraphResource[]) => baseChanges(compareGraphs(before, after));

describe("changes against the base", () => {
  it("keep the words and keys that programs read", () => {
    expect(printed([], [bucket])).toEqual([{ kind: "added", ...identity, paths: [] }]);
    expect(printed([bucket], [])).toEqual([{ kind: "removed", ...identity, paths: [] }]);
    const renamed = { ...bucket, inputs: { bucket: "other", tags: { team: "a" } } };
    expect(printed([bucket], [renamed])).toEqual([{ kind: "replaced", ...identity, paths: ["bucket", "tags.team"] }]);
  });

  it("are those of inputs", () => {
    expect(printed([bucket], [{ ...bucket, protect: false }])).toEqual([]);
  });
});
