import { describe, expect, it } from "vitest";
import { withUnsetSecrets } from "../../../commands/render/unsetSecrets.ts";
import { type StackFiles, secretPlaceholder } from "../../../config/stackFiles.ts";

const files = (mlflow: object): StackFiles => ({
  project: "mlops-platform",
  config: { "mlops-platform:domain": "example.com", "mlops-platform:mlflow": JSON.stringify(mlflow) },
  secretKeys: [],
});

describe("config secrets that are not set", () => {
  it("get placeholders in a render, which reports them", () => {
    const given = { credentials: { kind: "configured", flaskSecretKey: "set", kekPassphrase: "set" } };
    const { config, secretKeys, messages } = withUnsetSecrets(files(given), "laptop");
    const { credentials } = JSON.parse(config["mlops-platform:mlflow"] ?? "");
    expect(credentials).toEqual({ ...given.credentials, adminPassword: secretPlaceholder });
    expect(secretKeys).toEqual(["mlops-platform:mlflow"]);
    expect(messages).toMatchObject([{ severity: "warning" }]);
    expect(messages[0]?.message).toContain("mlflow.credentials.adminPassword");
    expect(messages[0]?.message).toContain("mlops-platform secrets laptop");
  });

  it("change nothing where there are none", () => {
    const given = files({ credentials: { kind: "existing", secretName: "mlflow" } });
    expect(withUnsetSecrets(given, "laptop")).toEqual({ ...given, messages: [] });
  });
});
