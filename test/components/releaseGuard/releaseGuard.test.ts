import { setTimeout } from "node:timers/promises";
import { output, secret, unknown } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { type ReleaseGuardArgs, releaseGuard } from "../../../components/releaseGuard/releaseGuard.ts";
import { releaseDescription, versionLabel } from "../../../components/releaseGuard/releaseMark.ts";
import type { Product } from "../../../releases/engine/release.ts";
import { h2oMlops } from "../../../releases/h2o-mlops/product.ts";
import { mlflow } from "../../../releases/mlflow/product.ts";
import { stack } from "../../support/stack.ts";

const onVolume = { storage: { persistence: { enabled: true } } };

const helm = (release: string, values: unknown = onVolume) => ({
  description: releaseDescription(h2oMlops, release),
  values,
});
const object = (version: string) => ({ metadata: { labels: { [versionLabel]: version } } });

/** Makes a guard and asks it as the engine does, with old and new inputs. */
async function guarded(oldInputs: object, newInputs: object, args: Partial<ReleaseGuardArgs<object>> = {}) {
  const product = h2oMlops as Product;
  let asked: Promise<void> | undefined;
  const { messages } = await stack(() => {
    const hook = releaseGuard("mlops", { product, ...args });
    asked = (async () => hook.callback({ urn: "urn:x", id: "", name: "mlops", type: "t", oldInputs, newInputs }))();
    return asked.catch(() => undefined);
  });
  await asked;
  return messages.map(({ message }) => message);
}

describe("the release guard", () => {
  it("runs in previews too", async () => {
    await stack(() => {
      const hook = releaseGuard("mlops", { product: h2oMlops });
      expect(hook).toMatchObject({ name: "mlops-release-guard", opts: { onDryRun: true } });
    });
  });

  it("refuses by the description and the values of a Helm release", async () => {
    await expect(guarded(helm("0.67.0"), helm("0.69.0"))).rejects.toThrow("go to 0.68.0 first");
    await expect(guarded(helm("0.67.0", {}), helm("0.69.0"))).resolves.toEqual([]);
  });

  it("refuses by the label of an object", async () => {
    const args = { product: mlflow };
    await expect(guarded(object("3.18.0"), object("3.17.2"), args)).rejects.toThrow("can't go back to 3.17.2");
    await expect(guarded(object("3.17.2"), object("3.18.0"), args)).resolves.toEqual([]);
  });

  it("names commands for the given config keys and the stack", async () => {
    const keys = { release: "mlops.release", answers: "mlops.answers" };
    await expect(guarded(helm("0.67.0"), helm("0.68.0"), { keys })).rejects.toThrow(
      "pulumi config set --path 'mlops-platform:mlops.answers.acknowledge[0]' volume-backup --stack ",
    );
  });

  it("waits for notices before it refuses", async () => {
    const said: string[] = [];
    const noticed = setTimeout(20).then(() => said.push("notice"));
    await guarded(helm("0.67.0"), helm("0.69.0"), { noticed }).catch(() => said.push("refusal"));
    expect(said).toEqual(["notice", "refusal"]);
  });

  it("takes answers, inventory and configured values", async () => {
    const answers = { acknowledge: ["volume-backup"] };
    await expect(guarded(helm("0.67.0"), helm("0.68.0"), { answers })).resolves.toEqual([]);
    const configured = { release: "0.67.0", values: onVolume };
    await expect(guarded(helm("0.69.0", {}), helm("0.70.0"), { configured })).rejects.toThrow("old-volume");
  });

  it("reads values with secrets, and shows none of them", async () => {
    const values = secret({ storage: { ...onVolume.storage, password: "canary" } });
    const refusal = guarded(helm("0.67.0", values), helm("0.69.0", values));
    await expect(refusal).rejects.toThrow("go to 0.68.0 first");
    await expect(refusal).rejects.not.toThrow("canary");
  });

  it("accepts inputs that are not known yet", async () => {
    const values = { storage: { persistence: { enabled: true }, url: unknown }, url: output(unknown) };
    await expect(guarded(helm("0.67.0"), helm("0.69.0", values))).rejects.toThrow("go to 0.68.0 first");
    await expect(guarded(helm("0.67.0"), { ...helm("0.67.0"), metadata: unknown })).resolves.toEqual([]);
  });

  it.each([
    ["carried", { values: onVolume }, helm("0.69.0")],
    ["carried", { description: "written by hand" }, helm("0.69.0")],
    ["carries", helm("0.69.0"), { description: output(unknown) }],
  ])("warns of a resource that %s no release, and allows the update", async (verb, before, after) => {
    const said = await guarded(before, after);
    expect(said.join("\n")).toContain(`urn:x ${verb} no release of H2O MLOps: this update is not guarded.`);
  });
});
