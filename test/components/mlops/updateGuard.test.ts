import { describe, expect, it } from "vitest";
import type { MlopsReleaseArgs } from "../../../components/mlops/args.ts";
import { updateGuard } from "../../../components/mlops/updateGuard.ts";
import { releaseDescription } from "../../../components/releaseGuard/releaseMark.ts";
import { h2oMlops } from "../../../releases/h2o-mlops/product.ts";
import { stack } from "../../support/stack.ts";
import { mlopsArgs } from "./deployed.ts";

const onVolume = { storage: { persistence: { enabled: true } } };

/** Asks the guard as the engine does when a release of the product is updated to another. */
async function updated(from: string, to: string, args: Partial<MlopsReleaseArgs>): Promise<void> {
  let asked: Promise<void> | undefined;
  const inputs = (release: string) => ({ description: releaseDescription(h2oMlops, release), values: {} });
  await stack(() => {
    const hook = updateGuard("mlops", { ...mlopsArgs, release: to, ...args }, Promise.resolve());
    const names = { urn: "urn:mlops", id: "", name: "mlops", type: "release" };
    asked = (async () => hook.callback({ ...names, oldInputs: inputs(from), newInputs: inputs(to) }))();
    return asked.catch(() => undefined);
  });
  await asked;
}

describe("the guard of H2O MLOps", () => {
  it("reads the answers: a migration of monitoring stops at 1.0", async () => {
    const acknowledge = ["monitored-deployments-scaled-up", "monitoring-migrated", "service-mesh"];
    const migrating = updated("0.70.0", "1.1.0", { answers: { migrateMonitoring: true, acknowledge } });
    await expect(migrating).rejects.toThrow("go to 1.0.0 first");
    await expect(updated("0.70.0", "1.1.0", { answers: { acknowledge } })).resolves.toBeUndefined();
  });

  it("reads values written for an earlier release, for facts that the deployed values no longer show", async () => {
    const leaving = { values: onVolume, valuesRelease: "0.67" };
    await expect(updated("0.69.0", "0.70.0", leaving)).rejects.toThrow("old-volume");
    await expect(updated("0.69.0", "0.70.0", {})).resolves.toBeUndefined();
  });

  it("names the config keys of H2O MLOps", async () => {
    const leaving = { values: onVolume, valuesRelease: "0.67" };
    await expect(updated("0.69.0", "0.70.0", leaving)).rejects.toThrow("'mlops-platform:mlops.answers.acknowledge[0]'");
  });
});
