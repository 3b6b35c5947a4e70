import { describe, expect, it } from "vitest";
import type { Route } from "../../../components/kubernetes/route.ts";
import { at } from "../../support/stack.ts";
import { carrying } from "./deployed.ts";

describe("authentication", () => {
  const jwt: Route["authentication"] = {
    kind: "jwt",
    issuer: "https://idp.example.com",
    audiences: ["mlops"],
    keys: { kind: "remote", uri: "https://idp.example.com/keys" },
    claimHeaders: { "x-user-email": "email" },
    requiredClaims: { roles: ["scorer", "admin"] },
  };

  it("by token checks issuer, audience and claims, and drops identity headers of clients", async () => {
    const { one } = await carrying({ authentication: jwt });
    expect(at(one("SecurityPolicy"), "spec")).toEqual({
      targetRefs: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "churn" }],
      mergeType: "StrategicMerge",
      jwt: {
        providers: [
          {
            name: "issuer",
            issuer: "https://idp.example.com",
            audiences: ["mlops"],
            remoteJWKS: { uri: "https://idp.example.com/keys" },
            claimToHeaders: [{ header: "x-user-email", claim: "email" }],
          },
        ],
      },
      authorization: {
        defaultAction: "Deny",
        rules: [
          {
            action: "Allow",
            principal: {
              jwt: {
                provider: "issuer",
                claims: [{ name: "roles", valueType: "StringArray", values: ["scorer", "admin"] }],
              },
            },
          },
        ],
      },
    });
    expect(at(one("ClientTrafficPolicy"), "spec.headers")).toEqual({
      earlyRequestHeaders: { remove: ["x-user-email"] },
    });
  });

  it("by token takes inline keys, and requires no claims by default", async () => {
    const keys = { kind: "inline", jwks: '{"keys":[]}' } as const;
    const { one, all } = await carrying({ authentication: { ...jwt, keys, claimHeaders: {}, requiredClaims: {} } });
    expect(at(one("SecurityPolicy"), "spec.jwt.providers.0")).toEqual({
      name: "issuer",
      issuer: "https://idp.example.com",
      audiences: ["mlops"],
      localJWKS: { type: "Inline", inline: '{"keys":[]}' },
    });
    expect(at(one("SecurityPolicy"), "spec.authorization")).toBeUndefined();
    expect(all("ClientTrafficPolicy")).toEqual([]);
  });

  const oidc: Route["authentication"] = {
    kind: "oidc",
    issuer: "https://idp.example.com",
    endpoints: { authorization: "https://idp.example.com/authorize", token: "https://idp.example.com/token" },
    clientId: "mlops",
    secretName: "oidc",
    scopes: ["openid"],
    forwardAccessToken: true,
  };

  it("by sign-in takes the client secret from a Secret", async () => {
    const { one } = await carrying({ authentication: oidc });
    expect(at(one("SecurityPolicy"), "spec")).toMatchObject({
      mergeType: "StrategicMerge",
      oidc: {
        provider: {
          issuer: "https://idp.example.com",
          authorizationEndpoint: "https://idp.example.com/authorize",
          tokenEndpoint: "https://idp.example.com/token",
        },
        clientID: "mlops",
        clientSecret: { name: "oidc" },
        scopes: ["openid"],
        forwardAccessToken: true,
      },
    });
  });

  it.each(["/churn", "/churn/"])("by sign-in returns users below the route's path %s", async (path) => {
    const { one } = await carrying({ authentication: oidc, path });
    expect(at(one("SecurityPolicy"), "spec.oidc")).toMatchObject({
      redirectURL: "%REQ(x-forwarded-proto)%://%REQ(:authority)%/churn/oauth2/callback",
      logoutPath: "/churn/logout",
    });
  });

  it("by sign-in keeps Envoy Gateway's own paths where the route has the whole host", async () => {
    const { one } = await carrying({ authentication: oidc, path: "/" });
    expect(at(one("SecurityPolicy"), "spec.oidc.redirectURL")).toBeUndefined();
    expect(at(one("SecurityPolicy"), "spec.oidc.logoutPath")).toBeUndefined();
  });
});
