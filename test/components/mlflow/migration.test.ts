import { describe, expect, it } from "vitest";
import type { MlflowArgs } from "../../../components/mlflow/args.ts";
import { at } from "../../support/stack.ts";
import { container, deployed, mlflowArgs } from "./deployed.ts";

describe("the schema migration of MLflow", () => {
  it("migrates the tracking schema and then the users schema to the image's version", async () => {
    const { one } = await deployed();
    expect(at(one("Job"), "spec.template.spec.initContainers.0.command")).toEqual([
      "mlflow",
      "db",
      "upgrade",
      "postgresql+psycopg2:///mlflow",
    ]);
    expect(container(one("Job")).command).toEqual([
      "python",
      "-m",
      "mlflow.server.auth",
      "db",
      "upgrade",
      "--url",
      "postgresql+psycopg2:///mlflow_auth",
    ]);
  });

  it("waits for the database, and the server waits for it", async () => {
    const recorded = await deployed();
    expect(recorded.waitsFor(recorded.one("Job"))).toContain("the-database");
    expect(recorded.waitsFor(recorded.one("Deployment"))).toContain("mlflow-migrate");
  });

  it("runs again for another image or database only", async () => {
    const spec = async (changes: Partial<MlflowArgs>) =>
      at((await deployed(changes)).one("Job"), "metadata.annotations.mlops-platform/spec");
    const first = await spec({});
    expect(await spec({ replicas: 5, workers: 4 })).toBe(first);
    expect(await spec({ image: "ghcr.io/mlflow/mlflow:v3.18.0-full" })).not.toBe(first);
    expect(await spec({ database: { ...mlflowArgs.database, host: "mlflow-pg-v2-rw" } })).not.toBe(first);
  });

  it("keeps its name and is deleted before its replacement, so that a revert finds no other Job", async () => {
    const { one } = await deployed({ image: "ghcr.io/mlflow/mlflow:v3.18.0-full" });
    expect(at(one("Job"), "metadata.name")).toBe("mlflow-migrate");
    expect(one("Job").deleteBeforeReplace).toBe(true);
  });
});
