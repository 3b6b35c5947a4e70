import { describe, expect, it } from "vitest";
import { deployed } from "./deployed.ts";

describe("MlopsRelease", () => {
  it("is one Helm release that names the deployed release in its description only", async () => {
    const names: unknown[] = [];
    for (const release of ["0.67", "0.69.1", "1.1"]) {
      const { helm } = await deployed({ release });
      names.push([helm.urn, helm.inputs.name, helm.inputs.description]);
    }
    const urn = expect.stringMatching(/MlopsRelease\$kubernetes:helm\.sh\/v3:Release::mlops$/);
    expect(names).toEqual([
      [urn, "mlops", "h2o-mlops 0.67.0"],
      [urn, "mlops", "h2o-mlops 0.69.1"],
      [urn, "mlops", "h2o-mlops 1.1.0"],
    ]);
  });

  it("guards its updates", async () => {
    const { helm } = await deployed();
    expect(helm.hooks.beforeUpdate).toEqual(["mlops-release-guard"]);
  });

  it("accepts an unconfirmed gate, which the guard of a running stack refuses", async () => {
    const { helm } = await deployed({ release: "0.67", valuesRelease: "0.66" });
    expect(helm.inputs.description).toBe("h2o-mlops 0.67.0");
  });

  it("lists unconfirmed gates for policies", async () => {
    const gatesOf = async (acknowledge: string[]) => {
      const { recorded } = await deployed({
        release: "0.69",
        valuesRelease: "0.68",
        values: { storage: { persistence: { enabled: true }, cloudPersistence: { enabled: true, url: "s3://own" } } },
        answers: { storageMigrated: true, acknowledge },
      });
      return recorded.one("MlopsRelease").inputs.unconfirmedGates;
    };
    const [gate] = (await gatesOf([])) as { release: string; id: string }[];
    expect(gate?.release).toBe("0.69.0");
    expect(await gatesOf([gate?.id ?? ""])).not.toContainEqual(gate);
  });
});
