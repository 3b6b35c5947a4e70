import { describe, expect, it } from "vitest";
import { upgrade } from "../../../releases/engine/upgrade.ts";
import { h2oMlops } from "../../../releases/h2o-mlops/product.ts";
import { deployed } from "./deployed.ts";
import { answers, written } from "./writtenValues.ts";

describe("values of MlopsRelease", () => {
  it.each(["0.68", "0.69", "0.70", "1.0", "1.1"])("of 0.67 are upgraded to %s as `upgrade` does", async (release) => {
    const { values } = await deployed({ release, valuesRelease: "0.67", values: written, answers });
    const { steps } = upgrade(h2oMlops, { from: "0.67", to: release, values: written, answers });
    expect(values).toEqual(steps.at(-1)?.values);
  });

  it("of the same release are left alone", async () => {
    expect((await deployed({ release: "0.67", values: written })).values).toEqual(written);
  });
});
