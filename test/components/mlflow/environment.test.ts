import { describe, expect, it } from "vitest";
import { ObjectStoreDouble } from "../../support/objectStoreDouble.ts";
import { at } from "../../support/stack.ts";
import { deployed, variable } from "./deployed.ts";

describe("the environment of the tracking server", () => {
  it("checks the certificate of its database and takes the password from a Secret", async () => {
    const { one } = await deployed();
    const server = one("Deployment");
    expect(variable(server, "PGHOST")).toBe("mlflow-pg-v1-rw");
    expect(variable(server, "PGSSLMODE")).toBe("verify-full");
    expect(variable(server, "PGSSLROOTCERT")).toBe("/etc/postgresql-ca/ca.crt");
    expect(variable(server, "PGPASSWORD")).toEqual({ name: "mlflow-pg-owner", key: "password" });
  });

  it("keeps jobs and telemetry off", async () => {
    const { one } = await deployed();
    expect(variable(one("Deployment"), "MLFLOW_SERVER_ENABLE_JOB_EXECUTION")).toBe("false");
    expect(variable(one("Deployment"), "MLFLOW_DISABLE_TELEMETRY")).toBe("true");
  });

  it("uses the grant of its service account", async () => {
    const objectStore = new ObjectStoreDouble();
    const { one } = await deployed({ objectStore });
    expect(objectStore.asked).toEqual([
      { bucket: "artifacts", namespace: "ml", serviceAccount: "mlflow", prefix: "mlflow", access: "readWrite" },
    ]);
    expect(at(one("ServiceAccount"), "metadata.annotations")).toEqual({ "cloud.example.com/identity": "mlflow" });
    expect(at(one("Deployment"), "spec.template.metadata.labels")).toMatchObject({ "cloud.example.com/use": "true" });
    expect(variable(one("Deployment"), "STORE_REGION")).toBe("here");
    expect(variable(one("Deployment"), "STORE_KEY")).toEqual({ name: "store-keys", key: "key" });
  });
});
