import { describe, expect, it } from "vitest";
import { stackConfig } from "../../../config/index.ts";
import { configTables } from "../../../scripts/docs/configTables.ts";

describe("the tables of the config", () => {
  const tables = configTables();

  it("have a section for each key", () => {
    const headings = [...tables.matchAll(/^## `(\w+)`$/gm)].map(([, key]) => key);
    expect(headings).toEqual(Object.keys(stackConfig.shape));
  });

  it("say what is a secret, and for which kinds a key exists", () => {
    expect(tables).toMatch(/^\| `mlflow\.credentials\.adminPassword` \(`configured`\) \| secret \| required \| First/m);
  });

  it("say a default, and that a key is required", () => {
    expect(tables).toMatch(/^\| `mlflow\.replicas` \| integer \| `1` \| /m);
    expect(tables).toMatch(/^\| `domain` \| string \| required \| /m);
  });
});
