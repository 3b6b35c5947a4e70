import { describe, expect, it } from "vitest";
import { z } from "zod";
import { InputError } from "../../../lib/diagnostics/inputError.ts";
import type { Json } from "../../../lib/json.ts";
import { acknowledge } from "../../../releases/engine/acknowledgements.ts";
import { type ForwardRefusal, refusalOf, type Update } from "../../../releases/engine/guard.ts";
import type { Product } from "../../../releases/engine/release.ts";
import { h2oMlops } from "../../../releases/h2o-mlops/product.ts";

const onVolume = { storage: { persistence: { enabled: true } } };
const inBucket = { storage: { cloudPersistence: { enabled: true, url: "s3://models?region=r" } } };
const migrating = { storage: { ...onVolume.storage, ...inBucket.storage, pvcMigration: { enabled: true } } };
const withoutMonitoring = { mlops: { config: { models: { monitoringEnabled: false } } } };
const monitoringMigration = { mlops: { config: { models: { monitoringMigrationEnabled: true } } } };

/** An update of H2O MLOps between releases that runs with these values. */
function update(from: string, to: string, values: Json | undefined, more: Partial<Update> = {}): Update {
  return { deployed: { release: from, values }, wanted: to, ...more };
}

function forward(from: string, to: string, values: Json | undefined, more: Partial<Update> = {}): ForwardRefusal {
  const refusal = refusalOf(h2oMlops, update(from, to, values, more));
  if (refusal?.kind !== "forward") {
    throw new Error(`expected a refusal on the way forward, found ${JSON.stringify(refusal)}`);
  }
  return refusal;
}

const gatesOf = ({ gates }: ForwardRefusal) => gates.map(({ release, when, id }) => `${when} ${release}: ${id}`);
const passes = (...args: Parameters<typeof update>) => expect(refusalOf(h2oMlops, update(...args))).toBeUndefined();

describe("a required stop", () => {
  it("can't be skipped", () => {
    const { next, stop } = forward("0.67.0", "0.69.0", onVolume);
    expect(next).toBe("0.68.0");
    expect(stop?.message).toContain("only 0.68 has the migrator");
    expect(stop?.source.heading).toBe("Installation instructions");
  });

  it("is the next release, with its before gates and none of later releases", () => {
    expect(gatesOf(forward("0.67.0", "1.1.0", onVolume))).toEqual(["before 0.68.0: volume-backup"]);
  });

  it("can't be skipped with every gate confirmed", () => {
    const answers = { storageMigrated: true, acknowledge: ["volume-backup", "storage-migrated", "old-volume"] };
    expect(forward("0.67.0", "0.69.0", onVolume, { answers })).toMatchObject({ next: "0.68.0", gates: [] });
  });

  it("may be the wanted release", () => {
    passes("0.67.0", "0.68.0", onVolume, { answers: { acknowledge: ["volume-backup"] } });
  });

  it("does not apply if its condition is false", () => {
    passes("0.67.0", "0.69.0", inBucket);
  });

  it("is the first one of several", () => {
    const answers = { migrateMonitoring: true };
    expect(forward("0.67.0", "1.1.0", onVolume, { answers }).next).toBe("0.68.0");
    expect(forward("0.69.0", "1.1.0", {}, { answers }).next).toBe("1.0.0");
  });

  it("does not apply once its release is deployed", () => {
    passes("0.69.0", "0.70.0", inBucket);
  });
});

describe("a gate", () => {
  it("before the wanted release must be confirmed", () => {
    expect(gatesOf(forward("0.67.0", "0.68.0", onVolume))).toEqual(["before 0.68.0: volume-backup"]);
  });

  it("after the deployed release must be confirmed, by its answer or by its id", () => {
    expect(gatesOf(forward("0.68.0", "0.69.0", migrating))).toEqual(["after 0.68.0: storage-migrated"]);
    passes("0.68.0", "0.69.0", migrating, { answers: { storageMigrated: true } });
    passes("0.68.0", "0.69.0", migrating, { answers: { acknowledge: ["storage-migrated"] } });
  });

  it("after the wanted release is not required yet", () => {
    const answers = { storageMigrated: true };
    passes("0.68.0", "0.69.0", migrating, { answers });
    expect(gatesOf(forward("0.68.0", "0.70.0", migrating, { answers }))).toEqual(["after 0.69.0: old-volume"]);
  });

  it("before a release in between must be confirmed", () => {
    const deployments = {
      deployments: [
        {
          name: "torch",
          runtime: "python-scorer_hydrogen_torch_own38",
          model: { python: "3.8", framework: "hydrogen_torch" },
        },
      ],
    };
    const { next, stop, gates } = forward("0.67.0", "0.69.0", inBucket, { deployments });
    expect({ next, stop }).toEqual({ next: "0.69.0", stop: undefined });
    expect(gates).toMatchObject([{ release: "0.68.0", when: "before", id: "hydrogen-torch-extra-runtime" }]);
    passes("0.67.0", "0.69.0", inBucket, { deployments, answers: { acknowledge: ["hydrogen-torch-extra-runtime"] } });
  });

  it("after a release applies only if that release made the change", () => {
    expect(gatesOf(forward("1.0.0", "1.1.0", monitoringMigration))).toEqual(["after 1.0.0: monitoring-migrated"]);
    passes("1.0.0", "1.1.0", withoutMonitoring);
  });

  it("counts the acknowledged gates", () => {
    expect(forward("0.67.0", "0.68.0", onVolume, { answers: { acknowledge: ["gateway-api"] } }).acknowledged).toBe(1);
  });
});

describe("the values that decide", () => {
  const rewritten = { release: "0.69.0", values: inBucket };

  it("are the deployed ones, not values that were rewritten for a later release", () => {
    expect(forward("0.67.0", "0.69.0", onVolume, { configured: rewritten }).next).toBe("0.68.0");
  });

  it("include values of an earlier release, for what the deployed ones no longer show", () => {
    const configured = { release: "0.67.0", values: onVolume };
    const answers = { storageMigrated: true };
    expect(gatesOf(forward("0.69.0", "0.70.0", inBucket, { configured, answers }))).toEqual([
      "after 0.69.0: old-volume",
    ]);
    passes("0.69.0", "0.70.0", inBucket, { configured, answers: { acknowledge: ["old-volume"] } });
    passes("0.69.0", "0.70.0", inBucket, { configured: rewritten });
  });

  it("are configured ones of the deployed release or an earlier one, if no others are known", () => {
    for (const release of ["0.67.0", "0.66.1"]) {
      expect(forward("0.67.0", "0.69.0", undefined, { configured: { release, values: onVolume } }).next).toBe("0.68.0");
      passes("0.67.0", "0.69.0", undefined, { configured: { release, values: inBucket } });
    }
  });

  it.each([
    ["only values of a later release are known", undefined, { configured: rewritten }],
    ["nothing is known", undefined, {}],
    ["deployed values are not what the release takes", { storage: "canary" }, {}],
  ])("are none, and every stop and gate applies, if %s", (_case, values, more) => {
    const refusal = forward("0.67.0", "0.69.0", values, more);
    expect(refusal.next).toBe("0.68.0");
    expect(gatesOf(refusal)).toContain("before 0.68.0: volume-backup");
    expect(JSON.stringify(refusal)).not.toContain("canary");
  });

  it("must be valid: answers are refused as the upgrade refuses them", () => {
    expect(() => refusalOf(h2oMlops, update("0.67.0", "0.68.0", {}, { answers: { mode: 1 } }))).toThrow(InputError);
  });
});

describe("going back", () => {
  it("is refused, whatever the values and answers are", () => {
    expect(refusalOf(h2oMlops, update("0.69.0", "0.68.0", inBucket))).toEqual({ kind: "back" });
    expect(refusalOf(h2oMlops, update("0.68.2", "0.68.1", {}))).toEqual({ kind: "back" });
    expect(refusalOf(h2oMlops, update("1.2.0", "1.1.0", {}))).toEqual({ kind: "back" });
  });

  it("is allowed to the release that was restored", () => {
    passes("0.69.0", "0.68.0", inBucket, { restoredTo: "0.68.0" });
    expect(refusalOf(h2oMlops, update("0.69.0", "0.67.0", {}, { restoredTo: "0.68.0" }))).toEqual({ kind: "back" });
  });
});

describe("an update within a release", () => {
  it("passes, with its after gates still open", () => {
    passes("0.68.0", "0.68.0", migrating);
    passes("0.68.0", "0.68.3", migrating);
    passes("v0.68.x", "0.68", migrating);
    passes("0.68.3", "0.68", { storage: "not what the release takes" });
  });
});

describe("an update from or to an unknown release", () => {
  it("is refused", () => {
    expect(refusalOf(h2oMlops, update("0.60.0", "0.68.0", {}))).toEqual({ kind: "unknown" });
    expect(refusalOf(h2oMlops, update("1.1.0", "1.2.0", {}))).toEqual({ kind: "unknown" });
  });
});

describe("a product without releases", () => {
  const product: Product = { name: "p", title: "P", answers: z.strictObject({ acknowledge }), releases: [] };
  const between = (from: string, to: string, more = {}) =>
    refusalOf(product, { deployed: { release: from }, wanted: to, ...more });

  it("may go forward, but not back", () => {
    expect(between("3.17.2", "3.18.0")).toBeUndefined();
    expect(between("3.17.2", "3.17.2")).toBeUndefined();
    expect(between("3.17.2", "3.17.1")).toEqual({ kind: "back" });
    expect(between("3.17.2", "3.9.0")).toEqual({ kind: "back" });
    expect(between("3.18.0", "3.17.2", { restoredTo: "3.17.2" })).toBeUndefined();
  });
});
