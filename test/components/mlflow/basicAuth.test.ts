import { secret } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { Secret } from "../../../graph/inputs.ts";
import { at } from "../../support/stack.ts";
import { deployed } from "./deployed.ts";

describe("the settings of basic auth", () => {
  it("hold no secrets", async () => {
    const { one } = await deployed();
    const settings = JSON.stringify(one("ConfigMap", "mlflow-basic-auth").inputs);
    expect(settings).toContain("database_uri = postgresql+psycopg2:///mlflow_auth");
    expect(settings).not.toMatch(/password|secret/i);
  });
});

describe("credentials from config", () => {
  it("become one Secret whose values are never shown", async () => {
    const credentials = {
      kind: "configured",
      adminPassword: secret("canary-password"),
      flaskSecretKey: secret("canary-flask"),
      kekPassphrase: secret("canary-kek"),
    } as const;
    const recorded = await deployed({ credentials });
    const made = recorded.one("Secret");
    expect(at(made, "metadata.name")).toBe("mlflow-credentials");
    const values = at(made, "stringData");
    expect(values).toBeInstanceOf(Secret);
    expect(Object.keys((values as Secret).reveal() as object).sort()).toEqual([
      "flask-secret-key",
      "kek-passphrase",
      "password",
      "username",
    ]);
    expect(JSON.stringify(recorded.resources)).not.toContain("canary");
    expect(recorded.waitsFor(recorded.one("Deployment"))).toContain("mlflow-credentials");
  });
});
