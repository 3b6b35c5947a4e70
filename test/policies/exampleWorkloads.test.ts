import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evaluate } from "../../policies/evaluate.ts";
import type { Resource } from "../../policies/rule.ts";
import { rules } from "../../policies/rules.ts";
import { mlopsPlatform, root, temporaryFolder } from "../support/cli.ts";
import { examples } from "../support/examples.ts";

/** What an example is on purpose: its own config says so, with a reason. */
const onPurpose: Record<string, string[]> = { dev: ["postgres-three-instances"] };

function rendered(stack: string): Resource[] {
  const out = join(temporaryFolder(), stack);
  mlopsPlatform(["render", stack, "--out", out], { cwd: root });
  return JSON.parse(readFileSync(join(out, "resources.json"), "utf8"));
}

describe.each(examples)("the example stack %s", (stack) => {
  const resources = rendered(stack);

  test("passes the rules on Kubernetes, but for what it is on purpose", () => {
    const found = evaluate(rules, resources, { settings: { levels: {}, exceptions: [] }, today: "2026-11-21" });
    const ofKubernetes = found.filter(({ urn }) => urn.includes("kubernetes:"));
    expect(ofKubernetes.map(({ rule }) => rule)).toEqual(onPurpose[stack] ?? []);
  });

  test("is looked at by the rules on pods, databases and labels", () => {
    const looking = rules.filter(({ on }) => resources.some(on)).map(({ name }) => name);
    expect(looking).toEqual(
      expect.arrayContaining([
        "pod-privileged-off",
        "workload-ingress-limited",
        "postgres-wal-archived",
        "resource-labelled",
      ]),
    );
  });
});
