import { describe, expect, it } from "vitest";
import { scaledToZeroText } from "../../../components/gateway/scaledToZero.ts";
import type { Route } from "../../../components/kubernetes/route.ts";
import { at, type Stack } from "../../support/stack.ts";
import { carrying, churn, cors, deployed, targetsOf } from "./deployed.ts";

describe("a deployment that is scaled down to zero replicas", () => {
  interface Override {
    source: string;
    match: { responseHeaders?: unknown };
    response: { statusCode: number; body: { inline: string }; header?: { set: { name: string; value: string }[] } };
  }
  const overrides = ({ one }: Stack) =>
    at(one("BackendTrafficPolicy", "mlops-scoring"), "spec.responseOverride") as unknown as Override[];

  it("is announced on the hosts of deployments only", async () => {
    const plain: Route = { ...churn, name: "mlflow", host: "mlflow.example.com" };
    const scoring: Route = { ...churn, scoring: true };
    const recorded = await deployed({ routes: [scoring, plain], deploymentHosts: { "model.example.com": ["ns"] } });
    expect(targetsOf(recorded.one("BackendTrafficPolicy", "mlops-scoring"))).toEqual([
      "Gateway mlops model.example.com",
      "Gateway mlops scoring.example.com",
    ]);
  });

  it("is announced in the known words, and leaves a model's own 503 and Envoy's texts alone", async () => {
    const [kept, text] = overrides(await carrying({ scoring: true }));
    expect(text?.response.body.inline).toBe(
      "Deployment is scaled down to zero replicas. Please increase the number of replicas to use the deployment.",
    );
    expect(scaledToZeroText).toHaveLength(105);
    expect([kept?.source, text?.source]).toEqual(["Local", "Local"]);
    expect(kept?.match.responseHeaders).toEqual([
      { name: "content-type", value: { type: "Prefix", value: "text/plain" } },
    ]);
    expect(kept?.response.body.inline).toBe("%LOCAL_REPLY_BODY%");
    expect(text?.response).toMatchObject({ statusCode: 503, contentType: "text/plain" });
    expect(text?.response.header).toBeUndefined();
  });

  it("is announced to pages of the allowed origin, whose preflight requests succeed", async () => {
    const recorded = await carrying({ scoring: true }, { cors });
    for (const { response } of overrides(recorded)) {
      expect(response.header?.set).toEqual([
        { name: "access-control-allow-origin", value: "https://ui.example.com" },
        { name: "access-control-allow-credentials", value: "true" },
      ]);
    }
    expect(at(recorded.one("HTTPRoute", "mlops-preflight"), "spec")).toMatchObject({
      parentRefs: [{ name: "mlops", sectionName: "scoring.example.com" }],
      rules: [
        {
          matches: [
            {
              method: "OPTIONS",
              path: { type: "RegularExpression", value: "/.*" },
              headers: [
                { name: "origin", value: "https://ui.example.com" },
                { name: "access-control-request-method", value: ".+" },
              ],
            },
          ],
          filters: [{ extensionRef: { kind: "HTTPRouteFilter", name: "mlops-preflight" } }],
        },
      ],
    });
    expect(at(recorded.one("HTTPRouteFilter"), "spec.directResponse")).toEqual({
      statusCode: 204,
      header: {
        set: [
          { name: "access-control-allow-origin", value: "https://ui.example.com" },
          { name: "access-control-allow-credentials", value: "true" },
          { name: "access-control-allow-methods", value: expect.stringContaining("POST") },
          { name: "access-control-allow-headers", value: "authorization" },
          { name: "access-control-max-age", value: "600" },
        ],
      },
    });
  });

  it("repeats the limits of the Gateway, whose policy the listener's replaces", async () => {
    const { one } = await carrying({ scoring: true }, { timeout: "30s" });
    const timeout = { http: { requestTimeout: "30s" } };
    expect(at(one("BackendTrafficPolicy", "mlops-scoring"), "spec.timeout")).toEqual(timeout);
    expect(at(one("BackendTrafficPolicy", "mlops"), "spec.timeout")).toEqual(timeout);
  });

  it("adds no preflight route without deployments", async () => {
    const { all } = await deployed({ cors });
    expect(all("HTTPRouteFilter")).toEqual([]);
  });
});
