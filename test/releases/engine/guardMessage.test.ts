import { expect, it } from "vitest";
import { type Refusal, refusalOf, type Update } from "../../../releases/engine/guard.ts";
import { type GuardCommands, guardMessage } from "../../../releases/engine/guardMessage.ts";
import type { Product } from "../../../releases/engine/release.ts";
import { document } from "../../../releases/engine/source.ts";
import { h2oMlops } from "../../../releases/h2o-mlops/product.ts";
import { yatai } from "../../../releases/yatai/product.ts";

const commands: GuardCommands = {
  update: "pulumi up --stack prod",
  setRelease: (release) => `set mlops.release ${release}`,
  setAnswer: (path, value) => `set mlops.answers.${path} ${value}`,
};
const onVolume = { storage: { persistence: { enabled: true } } };
const migrating = { storage: { ...onVolume.storage, cloudPersistence: { url: "s3://models?region=r" } } };

/** The message for an update between these releases. */
function said(
  from: string,
  to: string,
  more: Partial<Update> & { values?: Update["deployed"]["values"] },
  given?: GuardCommands,
) {
  const { values, ...others } = more;
  const update = { deployed: { release: from, values }, wanted: to, ...others };
  return guardMessage(h2oMlops, update, refusalOf(h2oMlops, update) as Refusal, given);
}

it("names the next release, the reason, and what to check and confirm before", () => {
  const answers = { acknowledge: ["gateway-api"] };
  expect(said("0.67.0", "0.69.0", { values: onVolume, answers }, commands)).toBe(
    `H2O MLOps 0.67.0 can't be updated to 0.69.0: go to 0.68.0 first.
Models are on a volume, and only 0.68 has the migrator Job that copies them to a bucket. Deploy 0.68 in MIGRATE mode.
(H2O MLOps migration guide: Installation instructions)

Before 0.68.0 (volume-backup): Take a snapshot of the storage volume before its models are copied.
(H2O MLOps migration guide: Deploy storage in MIGRATE mode)
  Check:   kubectl get volumesnapshots --all-namespaces
  Confirm: set mlops.answers.acknowledge[1] volume-backup

Next: confirm the above, then set mlops.release 0.68.0 && pulumi up --stack prod`,
  );
});

it("gives the commands that make a gate true, if its document has them", () => {
  const update = { deployed: { release: "0.4.6", values: {} }, wanted: "1.0.0" };
  expect(guardMessage(yatai, update, refusalOf(yatai, update) as Refusal)).toContain(
    "  Run:     helm uninstall yatai -n yatai-system\n  Check:   ! helm status yatai -n yatai-system\n",
  );
});

it("names only the next release if everything is confirmed", () => {
  const answers = { acknowledge: ["volume-backup"] };
  expect(said("0.67.0", "0.69.0", { values: onVolume, answers }, commands)).toMatch(
    /Installation instructions\)\n\nNext: set mlops.release 0.68.0 && pulumi up --stack prod$/,
  );
});

it("names the answer that confirms a gate", () => {
  const text = said("0.68.0", "0.69.0", { values: migrating }, commands);
  expect(text).toMatch(/^H2O MLOps 0.68.0 can't be updated to 0.69.0 yet: not everything on the way is confirmed.\n/);
  expect(text).toContain("After 0.68.0 (storage-migrated): The storage migrator Job must complete");
  expect(text).toContain("  Confirm: set mlops.answers.storageMigrated true\n");
  expect(text).toMatch(/\nNext: confirm the above, then run pulumi up --stack prod again$/);
});

it("continues the list of acknowledged gates, without gates that an answer confirms", () => {
  const text = said("0.68.0", "0.70.0", { values: migrating, answers: { acknowledge: ["gateway-api"] } }, commands);
  expect(text.match(/answers\.\S+ \S+/g)).toEqual([
    "answers.storageMigrated true",
    "answers.acknowledge[1] old-volume",
  ]);
});

it("has words instead of commands without config keys", () => {
  const text = said("0.67.0", "0.69.0", { values: onVolume });
  expect(text).toContain("  Confirm: acknowledge volume-backup\n");
  expect(text).toMatch(/\nNext: confirm the above, then deploy 0.68.0$/);
  expect(said("0.68.0", "0.69.0", { values: migrating })).toContain("  Confirm: answer storageMigrated with true\n");
});

it("refuses to go back, and names the exception if there is a command for it", () => {
  const back = said("0.69.0", "0.68.0", {}, commands);
  expect(back).toContain("H2O MLOps 0.69.0 can't go back to 0.68.0.\nA later release may have changed the schema");
  expect(back).toMatch(/\nNext: stay at H2O MLOps 0.69.0, or deploy a later release.$/);
  expect(said("0.69.0", "0.68.0", {}, { setRestoredTo: (release) => `set mlops.restoredTo ${release}` })).toMatch(
    /restored from a backup or never migrated, confirm it:\n {2}set mlops.restoredTo 0.68.0$/,
  );
});

it("gives the reason and source of the product for not going back", () => {
  const source = document("file", "Guide")("Schemas")("Quote.");
  const product: Product = { ...(h2oMlops as Product), noWayBack: { say: "Tables are gone.", source } };
  const update = { deployed: { release: "0.69.0" }, wanted: "0.68.0" };
  expect(guardMessage(product, update, { kind: "back" })).toContain("\nTables are gone.\n(Guide: Schemas)\n");
});

it("names the known releases", () => {
  expect(said("0.60.0", "0.67.0", {})).toBe(
    `H2O MLOps 0.60.0 can't be updated to 0.67.0: one of the two is not a known release.
Next: deploy one of the releases 0.66.1, 0.67.0, 0.68.0, 0.69.0, 0.70.0, 1.0.0, 1.1.0.`,
  );
});
