import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../lib/diagnostics/inputError.ts";
import { isMap, type Json, type JsonMap, leavesOf } from "../../lib/json.ts";
import { blockersOf } from "../../releases/engine/plan.ts";
import type { UpgradeRequest } from "../../releases/engine/request.ts";
import { upgrade } from "../../releases/engine/upgrade.ts";
import { h2oMlops } from "../../releases/h2o-mlops/product.ts";
import { products } from "../../releases/products.ts";
import { randomCases } from "../support/randomCases.ts";
import { canary, mlopsAnswers, mlopsDeployment, mlopsReleases, mlopsValues } from "./arbitraries.ts";

const runs = randomCases();
const inventory = fc.array(mlopsDeployment, { maxLength: 4 });
const whole = { from: "0.66", to: "1.1" };

function carried(request: UpgradeRequest): JsonMap {
  return upgrade(h2oMlops, request).steps.at(-1)?.values ?? (request.values as JsonMap);
}

describe.each(Object.entries(products))("on any values at all, %s", (_, load) => {
  it("returns a result or throws InputError", async () => {
    const product = await load();
    const [first = "", last = ""] = [product.releases[0]?.version, product.releases.at(-1)?.version];
    let results = 0;
    const anything = fc.oneof(fc.jsonValue(), mlopsValues) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(anything, anything, anything, (values, deployments, answers) => {
        const requests = [
          { values },
          { values, deployments },
          { values, answers },
          { values, deployments: { deployments } },
        ];
        for (const request of requests) {
          try {
            upgrade(product, { from: first, to: last, ...(request as object) });
            results++;
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        }
      }),
      runs,
    );
    // Not everything was refused.
    expect(results).toBeGreaterThan(runs.numRuns / 10);
  });
});

describe("an upgrade of H2O MLOps", () => {
  it("leaves its input unchanged", () => {
    fc.assert(
      fc.property(mlopsValues, inventory, mlopsAnswers, (values, deployments, answers) => {
        const request = frozen({ ...whole, values, deployments: { deployments }, answers });
        const before = JSON.stringify(request);
        upgrade(h2oMlops, request as UpgradeRequest);
        expect(JSON.stringify(request)).toBe(before);
      }),
      runs,
    );
  });

  it("keeps unknown keys at their place", () => {
    fc.assert(
      fc.property(mlopsValues, mlopsAnswers, mlopsReleases, (values, answers, { to }) => {
        const after = carried({ from: "0.66", to, values, answers });
        for (const place of [[], ["storage"], ["global"], ["apiGateway"], ["deployer"]]) {
          expect(unknownAt(after, place)).toEqual(unknownAt(values, place));
        }
      }),
      runs,
    );
  });

  it("returns the same in one step as in two, if nothing is open in between", () => {
    let compared = 0;
    const thrice = randomCases(3_000);
    fc.assert(
      fc.property(
        mlopsValues,
        mlopsAnswers,
        fc.constantFrom("0.67", "0.68", "0.69", "0.70", "1.0"),
        (values, answers, stop) => {
          const first = upgrade(h2oMlops, { from: "0.66", to: stop, values, answers });
          if (blockersOf(first.plan).some(({ id }) => id !== "mtls")) {
            return;
          }
          const midway = first.steps.at(-1)?.values ?? {};
          const stepwise = carried({ from: stop, to: "1.1", values: midway, answers });
          expect(JSON.stringify(stepwise)).toBe(JSON.stringify(carried({ ...whole, values, answers })));
          compared++;
        },
      ),
      thrice,
    );
    expect(compared).toBeGreaterThan(thrice.numRuns / 3);
  });

  it("changes nothing in values that have the format of its target", () => {
    fc.assert(
      fc.property(mlopsValues, mlopsAnswers, mlopsReleases, (values, answers, { to }) => {
        const once = carried({ from: "0.66", to, values, answers });
        const again = upgrade(h2oMlops, { from: "0.66", to, values: once, answers });
        expect(again.steps.at(-1)?.values).toEqual(once);
      }),
      runs,
    );
  });

  it("accounts for every value", () => {
    fc.assert(
      fc.property(mlopsValues, mlopsAnswers, (values, answers) => {
        const { steps, plan } = upgrade(h2oMlops, { ...whole, values, answers });
        let before: Json = values;
        for (const [index, step] of steps.entries()) {
          const { kept = 0, moved = 0, changed = 0, removed = 0, added = 0 } = plan.releases[index]?.leaves ?? {};
          expect(kept + moved + changed + removed).toBe(leavesOf(before).length);
          expect(kept + moved + added).toBe(leavesOf(step.values).length);
          before = step.values;
        }
      }),
      runs,
    );
  });

  it("gives a reason for every removed or moved value", () => {
    fc.assert(
      fc.property(mlopsValues, mlopsAnswers, (values, answers) => {
        const { plan } = upgrade(h2oMlops, { ...whole, values, answers });
        for (const { leaves, changes } of plan.releases) {
          const cited = changes.filter(({ op }) => op !== "set").map(({ before }) => leafCount(before as Json));
          expect(cited.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(leaves.moved + leaves.removed);
          expect(changes.every(({ reason, source }) => reason && source.quote)).toBe(true);
        }
      }),
      runs,
    );
  });

  it("shows no secret in its plan", () => {
    fc.assert(
      fc.property(mlopsValues, inventory, mlopsAnswers, (values, deployments, answers) => {
        const { plan } = upgrade(h2oMlops, { ...whole, values, deployments: { deployments }, answers });
        expect(JSON.stringify(plan)).not.toContain(canary);
      }),
      runs,
    );
  });

  it("never has fewer blockers for more deployments", () => {
    fc.assert(
      fc.property(inventory, mlopsDeployment, mlopsAnswers, mlopsReleases, (deployments, one, answers, releases) => {
        const blockers = (running: JsonMap[] | undefined) => {
          const request = { ...releases, answers, ...(running && { deployments: { deployments: running } }) };
          return blockersOf(upgrade(h2oMlops, request).plan).map(({ id, deployment }) => `${id} ${deployment ?? ""}`);
        };
        const [none, fewer, more] = [blockers(undefined), blockers(deployments), blockers([...deployments, one])];
        expect(missing(none, fewer)).toEqual([]);
        expect(missing(fewer, more)).toEqual([]);
      }),
      runs,
    );
  });
});

function unknownAt(values: JsonMap, place: string[]): Json {
  const map = place.reduce<Json>((value, key) => (isMap(value) ? (value[key] ?? null) : null), values);
  return isMap(map) ? Object.fromEntries(Object.entries(map).filter(([key]) => key.startsWith("x "))) : {};
}

function leafCount(value: Json | undefined): number {
  return value === undefined ? 0 : Math.max(leavesOf(value).length, 1);
}

/** Items of the first list that the second lacks, each counted. */
function missing(some: string[], others: string[]): string[] {
  const left = [...others];
  return some.filter((item) => {
    const index = left.indexOf(item);
    left.splice(index, index === -1 ? 0 : 1);
    return index === -1;
  });
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}
