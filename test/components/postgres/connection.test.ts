import { secret } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { Secret } from "../../../graph/inputs.ts";
import { at } from "../../support/stack.ts";
import { deployed } from "./deployed.ts";

describe("the connection to PostgresCluster", () => {
  it("names the primary, the owner's Secret and the cluster's CA", async () => {
    const { outputs } = await deployed();
    expect(outputs.connection).toEqual({
      host: "mlflow-pg-v1-rw",
      port: 5432,
      secretName: "mlflow-pg-owner",
      ca: { name: "mlflow-pg-v1-ca", key: "ca.crt" },
      podLabels: { "cnpg.io/cluster": "mlflow-pg-v1" },
    });
  });

  it("takes its password from a Secret made of a config secret, whose changes the operator applies", async () => {
    const { one } = await deployed({ credentials: { kind: "configured", password: secret("canary") } });
    expect(at(one("Secret"), "stringData")).toBeInstanceOf(Secret);
    expect(at(one("Secret"), "metadata.labels")).toMatchObject({ "cnpg.io/reload": "true" });
    expect(at(one("Cluster"), "spec.bootstrap.initdb.secret.name")).toBe("mlflow-pg-owner");
  });
});
