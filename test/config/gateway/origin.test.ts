import { describe, expect, it } from "vitest";
import { corsOf, originProblems } from "../../../config/gateway/origin.ts";

const origin = "https://mlops.example.com";
const cors = { allowedOrigin: "https://other.example.com", allowedHeaders: ["authorization"] };
const taken = { allowedOrigin: origin, allowedHeaders: ["authorization", "content-type"] };

describe("the origin of the gateway", () => {
  it.each([
    ["the key allowedOrigin", { values: {}, allowedOrigin: origin }],
    ["its values of 0.68 and later", { values: { global: { cors: { allowedOrigin: origin } } } }],
    ["its values of 0.67 and earlier", { values: { deploymentEnvironment: { corsOrigin: origin } } }],
    [
      "its values, which win",
      { values: { global: { cors: { allowedOrigin: origin } } }, allowedOrigin: cors.allowedOrigin },
    ],
  ])("is that of H2O MLOps, by %s", (_case, mlops) => {
    expect(corsOf({}, mlops)).toEqual(taken);
  });

  it("is its own where it has one", () => {
    expect(corsOf({ cors }, undefined)).toEqual(cors);
  });

  it.each<[string, Parameters<typeof corsOf>[1]]>([
    ["no H2O MLOps", undefined],
    ["no origin", { values: {} }],
    ["more than one origin", { values: { global: { cors: { allowedOrigin: [origin, cors.allowedOrigin] } } } }],
    ["any origin", { values: { global: { cors: { allowedOrigin: "*" } } } }],
  ])("does not exist where there is %s", (_case, mlops) => {
    expect(corsOf({}, mlops)).toBeUndefined();
  });

  it("must be the same as that of H2O MLOps", () => {
    const mlops = { values: { deploymentEnvironment: { corsOrigin: origin } } };
    expect(originProblems({ gateway: { cors }, mlops })).toEqual([
      {
        path: ["gateway", "cors", "allowedOrigin"],
        message: `${origin}, as in H2O MLOps, or no such key: the gateway then takes the origin of H2O MLOps`,
        params: { found: cors.allowedOrigin },
      },
    ]);
    expect(originProblems({ gateway: { cors: taken }, mlops })).toEqual([]);
    expect(originProblems({ gateway: { cors }, mlops: { values: {} } })).toEqual([]);
  });
});
