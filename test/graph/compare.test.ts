import { describe, expect, it } from "vitest";
import { compareGraphs } from "../../graph/compare.ts";
import type { GraphResource } from "../../graph/resource.ts";

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

describe("two renders", () => {
  it("that are the same differ in nothing", () => {
    expect(compareGraphs([deployment()], [deployment()])).toEqual([]);
  });

  it("differ in what was added and removed", () => {
    expect(compareGraphs([], [deployment()])).toMatchObject([{ kind: "added", name: "shop" }]);
    expect(compareGraphs([deployment()], [])).toMatchObject([{ kind: "removed", name: "shop" }]);
  });

  it("name the inputs that changed", () => {
    const after = deployment({ spec: { replicas: 2, paused: true } });
    expect(compareGraphs([deployment()], [after])).toMatchObject([
      { kind: "changed", paths: ["spec.replicas", "spec.paused"] },
    ]);
  });

  it("tell a replacement from a change: another name or namespace is another object", () => {
    const after = deployment({ metadata: { name: "shop", namespace: "b" } });
    expect(compareGraphs([deployment()], [after])).toMatchObject([{ kind: "replaced", paths: ["metadata.namespace"] }]);
  });
});
