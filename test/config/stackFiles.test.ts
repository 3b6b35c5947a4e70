import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readStackFiles, secretPlaceholder } from "../../config/stackFiles.ts";
import { temporaryFolder } from "../support/cli.ts";

const project =
  "name: shop\nconfig:\n  store: { type: object, default: {} }\n  region: { type: string, default: here }\n  plain: bare\n  aws:region: { value: there }\n";

function files(stack: string, projectFile = project): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "Pulumi.yaml"), projectFile);
  writeFileSync(join(folder, "Pulumi.dev.yaml"), stack);
  return folder;
}

describe("the files of a stack", () => {
  it("give config values by full key, objects as JSON", () => {
    const { config } = readStackFiles(
      files("config:\n  shop:domain: example.com\n  shop:store: { kind: s3, sizes: [1, 2] }\n"),
      "dev",
    );
    expect(config).toMatchObject({ "shop:domain": "example.com", "shop:store": '{"kind":"s3","sizes":[1,2]}' });
  });

  it("are completed by the project's defaults", () => {
    const { config } = readStackFiles(files("config:\n  shop:plain: set\n"), "dev");
    expect(config).toEqual({ "shop:store": "{}", "shop:region": "here", "shop:plain": "set", "aws:region": "there" });
  });

  it("are read without decrypting: an encrypted value becomes a placeholder that is long enough for any check", () => {
    const { config, secretKeys } = readStackFiles(
      files("config:\n  shop:keys: { id: { secure: v1:abc }, name: open }\n"),
      "dev",
    );
    expect(JSON.parse(config["shop:keys"] ?? "")).toEqual({ id: secretPlaceholder, name: "open" });
    expect(secretKeys).toEqual(["shop:keys"]);
    expect(secretPlaceholder.length).toBeGreaterThanOrEqual(32);
  });

  it("take merge keys and aliases, as the CLI does", () => {
    const { config } = readStackFiles(
      files("config:\n  shop:store: &store { kind: s3 }\n  shop:other: { <<: *store, size: 1 }\n"),
      "dev",
    );
    expect(JSON.parse(config["shop:other"] ?? "")).toEqual({ kind: "s3", size: 1 });
  });

  it.each([
    [
      "a stack that does not exist",
      "prod",
      "config: {}",
      'There is no stack "prod" here. Name one of dev, or copy one: cp Pulumi.dev.yaml Pulumi.prod.yaml',
    ],
    [
      "an object that is encrypted as a whole",
      "dev",
      "config:\n  shop:store: { secure: v1:abc }\n",
      "shop:store is encrypted as a whole, and nothing is decrypted here. Encrypt its secrets one by one",
    ],
    ["YAML that does not parse", "dev", "config:\n  a: [1, 2\n", "line 3"],
    ["two values for one key", "dev", "config:\n  a: 1\n  a: 2\n", "line 3"],
    ["config that is no object", "dev", "config: nothing\n", "expected an object of keys at config, found a text"],
    ["config that is a list", "dev", "config: [a]\n", "expected an object of keys at config, found a list"],
    ["an alias of nothing", "dev", "config:\n  a: *none\n", "Pulumi.dev.yaml: expected an anchor &none before it"],
  ])("refuse %s", (_case, stack, content, message) => {
    expect(() => readStackFiles(files(content), stack)).toThrow(message);
  });

  it("refuse a folder without a project", () => {
    expect(() => readStackFiles(temporaryFolder(), "dev")).toThrow("run the command in the project's folder");
  });
});
