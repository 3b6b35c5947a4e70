import { describe, expect, it } from "vitest";
import { type HeaderRules, headerProblems } from "../../../config/gateway/forwardedHeaders.ts";

const rules: HeaderRules = { forwardHeaders: "Authorization, X-Custom-Token", removed: [], keepsToken: false };

describe("headers for the model's code", () => {
  it("are accepted where the gateway lets them through", () => {
    expect(headerProblems(rules)).toEqual([]);
    expect(headerProblems({ ...rules, removed: ["x-other"] })).toEqual([]);
    expect(headerProblems({ ...rules, forwardHeaders: "X-Custom-Token", keepsToken: true })).toEqual([]);
  });

  it.each<[string, Partial<HeaderRules>, string]>([
    [
      "removed, however it is written",
      { removed: ["x-custom-token"] },
      "no X-Custom-Token, which requestHeaders.remove",
    ],
    ["with an underscore", { forwardHeaders: "x_token" }, "no x_token: Envoy refuses"],
    ["of tracing", { forwardHeaders: "Traceparent" }, "no Traceparent: the runtime never"],
    ["with the token that the gateway keeps", { keepsToken: true }, "no Authorization, unless"],
    ["without a name", { forwardHeaders: "a,,b" }, 'not ""'],
    ["with a blank", { forwardHeaders: "a b" }, 'not "a b"'],
  ])("are refused: one %s", (_case, changes, message) => {
    expect(headerProblems({ ...rules, ...changes })).toEqual([expect.stringContaining(message)]);
  });
});
