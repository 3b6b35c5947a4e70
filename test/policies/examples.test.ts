import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "../../policies/evaluate.ts";
import type { Resource } from "../../policies/rule.ts";
import { families } from "../../policies/rules.ts";
import type { GraphResource } from "../../render/graph.ts";
import { mlopsPlatform, temporaryFolder } from "../support/cli.ts";
import { examples } from "../support/examples.ts";

/** Families about stores and identities, by how their titles end. */
const cloudFamilies = families.filter(({ title }) => /S3|AWS|Cloud|Storage|Azure|stores$/.test(title));

/** Families whose rules are mostly about what the stack has. */
const used = { aws: /S3$|AWS/, gcp: /Google Cloud/, azure: /Azure/, onprem: /S3-compatible/ };

/** What the program registers for an example stack. */
function resourcesOf(stack: string): Resource[] {
  const out = join(temporaryFolder(), "out");
  const { stderr } = mlopsPlatform(["render", stack, "--out", out]);
  try {
    const resources: GraphResource[] = JSON.parse(readFileSync(join(out, "resources.json"), "utf8"));
    return resources.map(({ parent, inputs, ...resource }) => ({
      ...resource,
      parent: parent ?? undefined,
      inputs: Object(inputs),
    }));
  } catch {
    throw new Error(`${stack} was not rendered: ${stderr}`);
  }
}

describe.each(examples)("the example stack %s", (stack) => {
  let resources: Resource[];

  beforeAll(() => {
    resources = resourcesOf(stack);
  }, 60_000);

  it("has nothing wrong with its stores and identities, whatever its settings let pass", () => {
    const rules = cloudFamilies.flatMap((family) => family.rules);
    expect(evaluate(rules, resources, { settings: { levels: {}, exceptions: [] }, today: "2026-11-21" })).toEqual([]);
  });

  it.runIf(stack in used)("has resources for most of the rules about its store", () => {
    const title = used[stack as keyof typeof used];
    const own = cloudFamilies.filter((family) => title.test(family.title)).flatMap((family) => family.rules);
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((rule) => resources.some(rule.on)).length).toBeGreaterThan(own.length / 2);
  });
});
