import { describe, expect, it } from "vitest";
import type { Json } from "../../../lib/json.ts";
import { redacted } from "../../../lib/secrets/redact.ts";

const deployment = "kubernetes:apps/v1:Deployment";

describe("redacted inputs", () => {
  it.each<[string, Json, Json]>([
    ["a text by its key", { db: { password: "canary" } }, { db: { password: "[secret]" } }],
    ["a variable by its name", [{ name: "TOKEN", value: "canary" }], [{ name: "TOKEN", value: "[secret]" }]],
    ["an argument after its flag", ["--auth-token", "canary", "x"], ["--auth-token", "[secret]", "x"]],
    ["a credential within a text", { url: "a://b:canary@c" }, { url: "a://[secret]@c" }],
  ])("have no %s", (_, inputs, expected) => {
    expect(redacted(deployment, inputs)).toEqual(expected);
  });

  it("keep numbers, booleans, and the values of an object whose key has such a name", () => {
    const inputs = { tokens: 3, secret: { name: "db" }, password: null, isSecret: true };
    expect(redacted(deployment, inputs)).toEqual(inputs);
  });

  it("keep the keys of a Kubernetes Secret, and none of its values", () => {
    const inputs = { metadata: { name: "db" }, stringData: { user: "canary", host: "canary" }, data: "canary" };
    expect(redacted("kubernetes:core/v1:Secret", inputs)).toEqual({
      metadata: { name: "db" },
      stringData: { user: "[secret]", host: "[secret]" },
      data: "[secret]",
    });
  });
});
