import { runtime } from "@pulumi/pulumi";
import { describe, expect, it, vi } from "vitest";
import { deployed } from "./deployed.ts";
import { stores } from "./stores.ts";
import { answers, written } from "./writtenValues.ts";

describe("notices of MlopsRelease", () => {
  it("are warnings of all releases on the way, with their sources", async () => {
    const { warnings } = await deployed({ release: "0.68", valuesRelease: "0.67", values: written, answers });
    expect(warnings).toContain(
      'h2o-mlops 0.68.0 blob-storage (action): Models are stored in blob storage: S3, Google Cloud Storage, Azure Blob Storage or MinIO. If they are still on a volume, deploy 0.68 in MIGRATE mode. (H2O MLOps migration guide, "Cloud migration information: MLOps storage")',
    );
    expect((await deployed({ values: {} })).warnings).toEqual([]);
  });

  it("name the deployment that they are about", async () => {
    const deployments = [{ name: "churn", image: "registry.example.com/rest-scorer:latest" }];
    const { warnings } = await deployed({ release: "0.69", valuesRelease: "0.68", deployments });
    expect(warnings).toContainEqual(
      expect.stringMatching(/^h2o-mlops 0\.69\.0 runtime-image-unknown \(action\) of "churn": /),
    );
  });
});

describe("MlopsRelease is blocked", () => {
  const blocked = { release: "1.0", valuesRelease: "0.67", values: written };

  it("with every blocker, its place, its answer and its source", async () => {
    const { errors } = await deployed(blocked);
    expect(errors).toHaveLength(1);
    const [text] = errors;
    expect(text).toMatch(/^MlopsRelease "mlops" cannot go from 0\.67\.0 to 1\.0\.0\.\n/);
    expect(text).toMatch(
      /\n {2}0\.68\.0 security-options at securityOptions: .* Answer it with answers\.securityOptions\. \(H2O MLOps migration guide, "Restructured environment security options"\)/,
    );
    expect(text).toMatch(/\n {2}0\.70\.0 mtls at tls: /);
  });

  it("by a deployment that would stop working", async () => {
    const deployments = [{ name: "churn", runtime: "python-scorer_mlflow_39" }];
    const { errors } = await deployed({ valuesRelease: "1.0", deployments });
    expect(errors).toEqual([expect.stringContaining("1.1.0 mlflow-python-3-9 of churn: ")]);
  });

  it("and a preview still shows values as far as they were upgraded, and notices", async () => {
    const { values, warnings } = await deployed({ ...blocked, store: stores.aws });
    expect(values).toMatchObject({ securityOptions: [1, 3], maxDeploymentReplicas: 5 });
    expect(warnings).toContainEqual(expect.stringMatching(/^h2o-mlops 0\.68\.0 blob-storage/));
  });

  it("and a process that only records it ends without an error", async () => {
    const { exitCode } = process;
    await deployed(blocked);
    expect(process.exitCode).toBe(exitCode);
  });

  it("and an update fails before there is a release", async () => {
    const isDryRun = vi.spyOn(runtime, "isDryRun").mockReturnValue(false);
    await expect(deployed(blocked)).rejects.toThrow(/^MlopsRelease "mlops" cannot go from 0\.67\.0 to 1\.0\.0\.\n/);
    isDryRun.mockRestore();
  });
});
