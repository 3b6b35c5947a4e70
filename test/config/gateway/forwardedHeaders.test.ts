import { describe, expect, it } from "vitest";
import { type HeaderRules, headerProblems } from "../../../config/gateway/forwardedHeaders.ts";

const rules: HeaderRules = { forwardHeaders: "Authorization, X-Custom-Token", removed: [], keepsToken: false };

describe("headers that a model is to get", () => {
  it("come through where nothing is in their way", () => {
    expect(headerProblems(rules)).toEqual([]);
    expect(headerProblems({ ...rules, removed: ["x-other"] })).toEqual([]);
    expect(headerProblems({ ...rules, forwardHeaders: "X-Custom-Token", keepsToken: true })).toEqual([]);
  });

  it.each<[string, Partial<HeaderRules>, string]>([
    [
      "removed, however it is written",
      { removed: ["x-custom-token"] },
      "no X-Custom-Token, since requestHeaders.remove",
    ],
    ["with an underscore", { forwardHeaders: "x_token" }, "no x_token: Envoy refuses"],
    ["of tracing", { forwardHeaders: "Traceparent" }, "no Traceparent: the runtime never"],
    ["that is the gateway's own token", { keepsToken: true }, "no Authorization, unless"],
    ["without a name", { forwardHeaders: "a,,b" }, 'and not ""'],
    ["with a blank", { forwardHeaders: "a b" }, 'and not "a b"'],
  ])("are refused: one %s", (_case, changes, message) => {
    expect(headerProblems({ ...rules, ...changes })).toEqual([expect.stringContaining(message)]);
  });
});
