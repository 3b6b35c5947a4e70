import { describe, expect, it } from "vitest";
import type { LiveObject } from "../../lib/liveCluster.ts";
import { secret } from "./clusterDouble.ts";
import { credentials, lacks, summary } from "./completeCluster.ts";

describe("a check of Secrets finds", () => {
  it.each<[string, Record<string, LiveObject | undefined>, [string, string, string]]>([
    ["a Secret that is not there", { ca: undefined }, ["Secret mlflow/object-store-ca", "unmet", "nothing"]],
    [
      "a Secret without a key",
      { keys: secret("mlflow/object-store-keys", { ACCESS_KEY_ID: "canary" }) },
      ["Secret mlflow/object-store-keys", "unmet", "no key SECRET_ACCESS_KEY"],
    ],
    [
      "an empty key",
      { credentials: secret("mlflow/mlflow-credentials", { ...credentials, "kek-passphrase": "" }) },
      ["Secret mlflow/mlflow-credentials", "unmet", "an empty value of the key kek-passphrase"],
    ],
    [
      "a password that MLflow refuses",
      { credentials: secret("mlflow/mlflow-credentials", { ...credentials, password: "short" }) },
      ["Secret mlflow/mlflow-credentials", "unmet", "fewer than 12 characters in the key password"],
    ],
    [
      "another user, and another type",
      { owner: secret("mlflow/mlflow-pg-owner", { username: "canary", password: "p" }) },
      ["Secret mlflow/mlflow-pg-owner", "unmet", "type Opaque, a username other than mlflow"],
    ],
  ])("%s", async (_case, changes, expected) => {
    expect(summary(await lacks(changes))).toEqual([expected]);
  });
});

describe("what is found in Secrets", () => {
  it("never is one of their values", async () => {
    const results = await lacks({
      credentials: secret("mlflow/mlflow-credentials", { username: "canary", password: "canary" }),
      owner: secret("mlflow/mlflow-pg-owner", { username: "canary", password: "canary" }),
      keys: secret("mlflow/object-store-keys", { ACCESS_KEY_ID: "canary" }),
    });
    expect(results).toHaveLength(3);
    expect(JSON.stringify(results)).not.toMatch(/canary|Y2FuYXJ5/);
  });
});
