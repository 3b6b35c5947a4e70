import { describe, expect, it } from "vitest";
import type { Route } from "../../../components/kubernetes/route.ts";
import { at } from "../../support/stack.ts";
import { carrying, cors, deployed, targetsOf } from "./deployed.ts";

describe("the policies of a route", () => {
  it("are there only if asked for", async () => {
    const { all } = await deployed();
    for (const kind of ["BackendTrafficPolicy", "SecurityPolicy", "ClientTrafficPolicy", "HTTPRouteFilter"]) {
      expect(all(kind), kind).toEqual([]);
    }
  });

  it("override timeout and rate limit of the Gateway", async () => {
    const limits: Partial<Route> = { timeout: "60s", rateLimit: { requests: 10, unit: "Second" } };
    const { one } = await carrying(limits, { timeout: "30s", rateLimit: { requests: 5, unit: "Minute" } });
    expect(at(one("BackendTrafficPolicy", "mlops"), "spec")).toEqual({
      targetRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "mlops" }],
      timeout: { http: { requestTimeout: "30s" } },
      rateLimit: { type: "Local", local: { rules: [{ limit: { requests: 5, unit: "Minute" } }] } },
    });
    expect(at(one("BackendTrafficPolicy", "churn"), "spec")).toEqual({
      targetRefs: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "churn" }],
      mergeType: "StrategicMerge",
      timeout: { http: { requestTimeout: "60s" } },
      rateLimit: { type: "Local", local: { rules: [{ limit: { requests: 10, unit: "Second" } }] } },
    });
  });

  it("are merged with those of the Gateway and its listeners", async () => {
    const { resources } = await carrying(
      {
        scoring: true,
        hydrogenTorch17: { clients: "header", perRowKeys: ["predictions"] },
        timeout: "9s",
        retries: { attempts: 1, statuses: [503], posts: false },
        authentication: {
          kind: "jwt",
          issuer: "i",
          audiences: ["a"],
          keys: { kind: "inline", jwks: '{"keys":[]}' },
          claimHeaders: {},
          requiredClaims: {},
        },
      },
      { cors, timeout: "30s", lua: true },
    );
    const policies = resources.filter(({ type }) => /:(BackendTraffic|Security|EnvoyExtension)Policy$/.test(type));
    expect(policies).toHaveLength(7);
    for (const policy of policies) {
      const isOfRoute = targetsOf(policy).some((target) => target.startsWith("HTTPRoute"));
      expect(at(policy, "spec.mergeType"), policy.name).toBe(isOfRoute ? "StrategicMerge" : undefined);
    }
  });
});

describe("retries", () => {
  const retries = { attempts: 2, statuses: [502, 503], posts: false };
  const retry = {
    numRetries: 2,
    retryOn: {
      triggers: ["connect-failure", "refused-stream", "retriable-status-codes"],
      httpStatusCodes: [502, 503],
    },
  };

  it("apply to reads only, in a rule of their own with all limits of the route", async () => {
    const { one } = await carrying({ retries, timeout: "9s" });
    expect(at(one("HTTPRoute", "churn"), "spec.rules")).toMatchObject([
      {
        name: "reads",
        matches: [
          { method: "GET", path: { value: "/churn" } },
          { method: "HEAD", path: { value: "/churn" } },
        ],
      },
      { name: "main" },
    ]);
    const policy = one("BackendTrafficPolicy", "churn-reads");
    expect(targetsOf(policy)).toEqual(["HTTPRoute churn reads"]);
    expect(at(policy, "spec")).toMatchObject({ timeout: { http: { requestTimeout: "9s" } }, retry });
    expect(at(one("BackendTrafficPolicy", "churn"), "spec.retry")).toBeUndefined();
  });

  it("apply to every method if asked for", async () => {
    const { one } = await carrying({ retries: { ...retries, posts: true } });
    expect(targetsOf(one("BackendTrafficPolicy"))).toEqual(["HTTPRoute churn"]);
    expect(at(one("BackendTrafficPolicy"), "spec.retry")).toEqual(retry);
    expect(at(one("HTTPRoute", "churn"), "spec.rules")).toHaveLength(1);
  });
});
