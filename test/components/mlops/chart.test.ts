import { describe, expect, it } from "vitest";
import { deployed } from "./deployed.ts";
import { stores } from "./stores.ts";

const repository = {
  kind: "repository",
  repository: "https://charts.example.com",
  name: "mlops",
  version: "1.1.3",
} as const;

describe("the chart of MlopsRelease", () => {
  it("comes from a repository, with its credentials", async () => {
    const { helm } = await deployed({ chart: { ...repository, username: "robot", password: "canary" } });
    expect(helm.inputs).toMatchObject({ chart: "mlops", version: "1.1.3" });
    expect(JSON.parse(JSON.stringify(helm.inputs.repositoryOpts))).toEqual({
      repo: "https://charts.example.com",
      username: "robot",
      password: "[secret]",
    });
  });

  it("comes from a registry", async () => {
    const { helm } = await deployed({ chart: { ...repository, repository: "oci://registry.example.com/charts/" } });
    expect(helm.inputs).toMatchObject({ chart: "oci://registry.example.com/charts/mlops", version: "1.1.3" });
    expect(helm.inputs.repositoryOpts).toEqual({});
  });

  it("is a local one", async () => {
    expect((await deployed()).helm.inputs.chart).toBe("./charts/mlops");
  });

  it("is rendered for a stack that renders", async () => {
    const { recorded, values } = await deployed({ rendering: true, store: stores.aws });
    expect(recorded.all("kubernetes:helm.sh/v3:Release")).toEqual([]);
    expect(values.storage.cloudPersistence).toEqual({ url: "s3://acme-models?region=eu-central-1" });
  });
});
