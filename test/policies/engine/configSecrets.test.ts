import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runtime } from "@pulumi/pulumi";
import { afterEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { record } from "../../../commands/render/monitor.ts";
import { configSecrets } from "../../../policies/engine/configSecrets.ts";
import { temporaryFolder } from "../../support/cli.ts";

afterEach(() => runtime.setAllConfig({}));

/** The config secrets for a stack's file and the config that the engine makes of it. */
async function secretsOf(file: object | undefined, config: Record<string, string>): Promise<string[]> {
  const folder = temporaryFolder();
  if (file !== undefined) {
    writeFileSync(join(folder, "Pulumi.dev.yaml"), stringify({ config: file }));
  }
  let found: ReadonlySet<string> = new Set();
  const run = () => {
    found = configSecrets(folder);
  };
  await record({ project: "mlops-platform", stack: "dev", config, run });
  return [...found];
}

const secure = "v1:xyz";

describe("config secrets of a stack", () => {
  it("are the decrypted texts of encrypted values in the file", async () => {
    expect(await secretsOf({ "mlops-platform:password": { secure } }, { "mlops-platform:password": "hidden" })).toEqual(
      ["hidden"],
    );
  });

  it("are found within objects and lists", async () => {
    const file = {
      "mlops-platform:mlflow": {
        namespace: "mlflow",
        database: { password: { secure } },
        users: [{ key: { secure } }],
      },
    };
    const mlflow = { namespace: "mlflow", database: { password: "hidden" }, users: [{ key: "too" }] };
    expect(await secretsOf(file, { "mlops-platform:mlflow": JSON.stringify(mlflow) })).toEqual(["hidden", "too"]);
  });

  it("include every text of an object that is encrypted as a whole", async () => {
    const values = { user: "admin", nested: { password: "hidden" }, empty: "" };
    expect(
      await secretsOf({ "mlops-platform:values": { secure } }, { "mlops-platform:values": JSON.stringify(values) }),
    ).toEqual(["admin", "hidden"]);
  });

  it("are none where nothing is encrypted, or there is no file", async () => {
    const config = { "mlops-platform:domain": "example.com" };
    expect(await secretsOf({ "mlops-platform:domain": "example.com" }, config)).toEqual([]);
    expect(await secretsOf(undefined, config)).toEqual([]);
  });
});
