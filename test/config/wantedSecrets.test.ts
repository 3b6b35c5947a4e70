import { describe, expect, it } from "vitest";
import { stackConfig } from "../../config/index.ts";
import { wantedSecrets } from "../../config/wantedSecrets.ts";

const paths = (values: object) => wantedSecrets(stackConfig, values).map((path) => path.join("."));

describe("the config secrets that a stack wants", () => {
  it("are required by the kinds that its config chooses", () => {
    expect(
      paths({
        objectStore: { kind: "s3", credentials: { kind: "configured" } },
        mlflow: {
          credentials: { kind: "existing", secretName: "mlflow" },
          database: { kind: "cluster", credentials: { kind: "configured" } },
        },
      }),
    ).toEqual([
      "objectStore.credentials.accessKeyId",
      "objectStore.credentials.secretAccessKey",
      "mlflow.database.credentials.password",
    ]);
  });

  it("do not include those that are set, nor those of absent objects", () => {
    const credentials = { kind: "configured", adminPassword: "set", flaskSecretKey: "set", kekPassphrase: null };
    expect(paths({ mlflow: { credentials } })).toEqual(["mlflow.credentials.kekPassphrase"]);
    expect(paths({ domain: "example.com" })).toEqual([]);
  });

  it("do not exist below a value that is not an object", () => {
    expect(paths({ mlflow: "yes", objectStore: [] })).toEqual([]);
  });
});
