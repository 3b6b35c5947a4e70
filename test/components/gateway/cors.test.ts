import { describe, expect, it } from "vitest";
import { at } from "../../support/stack.ts";
import { cors, deployed, targetsOf } from "./deployed.ts";

describe("calls from browsers", () => {
  it("are allowed from one origin, on all routes", async () => {
    const { one } = await deployed({ cors });
    const policy = one("SecurityPolicy");
    expect(targetsOf(policy)).toEqual(["Gateway mlops"]);
    expect(at(policy, "spec.cors")).toMatchObject({
      allowOrigins: ["https://ui.example.com"],
      allowMethods: expect.arrayContaining(["GET", "POST", "OPTIONS"]),
      allowHeaders: ["authorization"],
      allowCredentials: true,
    });
  });
});
