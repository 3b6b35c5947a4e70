import { describe, expect, it } from "vitest";
import { compareGraphs } from "../../../graph/changes/compare.ts";
import type { GraphResource } from "../../../graph/resource.ts";

const deployment = (changes: Record<string, unknown> = {}): GraphResource => ({
  urn: "urn:pulumi:dev::shop::kubernetes:apps/v1:Deployment::shop",
  type: "kubernetes:apps/v1:Deployment",
  name: "shop",
  parent: null,
  dependsOn: [],
  protect: false,
  retainOnDelete: false,
  inputs: {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "shop", namespace: "a" },
    spec: { replicas: 1 },
    ...changes,
  } as GraphResource["inputs"],
});

type Changes = Record<string, unknown>;

const compared = (before: Changes, after: Changes) => compareGraphs([deployment(before)], [deployment(after)]);

describe("two renders", () => {
  it("that are the same differ in nothing", () => {
    expect(compared({}, {})).toEqual([]);
  });

  it("differ in what was added and deleted", () => {
    expect(compareGraphs([], [deployment()])).toMatchObject([{ kind: "added", name: "shop" }]);
    expect(compareGraphs([deployment()], [])).toMatchObject([{ kind: "deleted", name: "shop" }]);
  });

  it("tell the inputs that changed, and their values", () => {
    expect(compared({}, { spec: { replicas: 2, paused: true } })).toMatchObject([
      {
        kind: "changed",
        reasons: [],
        differences: [
          { path: "spec.replicas", before: 1, after: 2 },
          { path: "spec.paused", before: undefined, after: true },
        ],
      },
    ]);
  });

  it("tell that something secret changed, but not its values", () => {
    const [change] = compared({ password: "canary-1" }, { password: "canary-2" });
    expect(change).toMatchObject({ kind: "changed", differences: [{ path: "password", hidden: true }] });
    expect(JSON.stringify(change)).not.toContain("canary");
  });

  it("tell which guards changed", () => {
    const [change] = compareGraphs([{ ...deployment(), protect: true }], [deployment()]);
    expect(change).toMatchObject({ kind: "changed", differences: [] });
    expect(change?.guardDifferences).toEqual([{ path: "protect", before: true, after: false }]);
  });
});

describe("a replacement", () => {
  const job = { apiVersion: "batch/v1", kind: "Job" };

  it.each([
    ["another namespace", {}, { metadata: { name: "shop", namespace: "b" } }, ["metadata.namespace"]],
    ["a namespace where there was none", { metadata: undefined }, {}, ["metadata.name", "metadata.namespace"]],
    ["another physical name of a bucket", { bucket: "models" }, { bucket: "other" }, ["bucket"]],
    [
      "another pod of a Job",
      { ...job, spec: { template: { image: "a" } } },
      { ...job, spec: { template: { image: "b" } } },
      ["spec.template.image"],
    ],
  ])("has its reason: %s", (_, before, after, reasons) => {
    expect(compared(before, after)).toMatchObject([{ kind: "replaced", reasons }]);
  });

  it("tells what else differs", () => {
    const [change] = compared({}, { metadata: { name: "store" }, spec: { replicas: 2 } });
    expect(change?.reasons).toEqual(["metadata.name", "metadata.namespace"]);
    expect(change?.differences.map(({ path }) => path)).toEqual([
      "metadata.name",
      "metadata.namespace",
      "spec.replicas",
    ]);
  });

  it("is no other pod of a Deployment", () => {
    const spec = (image: string) => ({ spec: { template: { image } } });
    expect(compared(spec("a"), spec("b"))).toMatchObject([{ kind: "changed", reasons: [] }]);
  });
});
