import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Resource } from "../../graph/resource.ts";
import { evaluate } from "../../policies/engine/evaluate.ts";
import { families, rules } from "../../policies/rules/families.ts";
import { mlopsPlatform, temporaryFolder } from "../support/cli.ts";
import { examples } from "../support/examples.ts";

/** Violations that an example has on purpose: its config excepts them, with a reason. */
const onPurpose: Record<string, string[]> = {
  dev: ["postgres-three-instances"],
  // Four resources hold data: the server's volume, the cluster, its second database and its way to the backups.
  local: [
    "postgres-three-instances",
    "postgres-monitored",
    ...Array<string>(4).fill("stateful-resource-protected"),
    ...Array<string>(4).fill("stateful-resource-retained"),
  ],
};

/** The families about a stack's own store and identities, by their titles. */
const stores: Record<string, RegExp> = {
  aws: /S3$|AWS/,
  gcp: /Google Cloud/,
  azure: /Azure/,
  onprem: /S3-compatible/,
  local: /S3-compatible/,
};

/** The resources that the program registers for an example stack. */
function resourcesOf(stack: string): Resource[] {
  const out = join(temporaryFolder(), "out");
  const { stderr } = mlopsPlatform(["render", stack, "--out", out]);
  expect(stderr).toBe("");
  return JSON.parse(readFileSync(join(out, "resources.json"), "utf8"));
}

describe.each(examples)("the example stack %s", (stack) => {
  let resources: Resource[];

  beforeAll(() => {
    resources = resourcesOf(stack);
  }, 60_000);

  it("violates no rule, whatever its settings allow, but the expected ones", () => {
    const found = evaluate(rules, resources, { settings: { levels: {}, exceptions: [] }, today: "2026-11-21" });
    expect(found.map(({ rule }) => rule)).toEqual(onPurpose[stack] ?? []);
  });

  it("has resources for the rules on pods, databases and labels, and for most rules on its store", () => {
    const looking = (all: typeof rules) => all.filter(({ on }) => resources.some(on)).map(({ name }) => name);
    expect(looking(rules)).toEqual(
      expect.arrayContaining([
        "pod-privileged-off",
        "workload-ingress-limited",
        "postgres-wal-archived",
        "resource-labelled",
      ]),
    );
    const own = families.filter(({ title }) => stores[stack]?.test(title)).flatMap((family) => family.rules);
    expect(looking(own).length).toBeGreaterThanOrEqual(own.length / 2);
    expect(own.length > 0).toBe(stack in stores);
  });
});
