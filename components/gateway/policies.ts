/**
 * Policies of Envoy Gateway. A policy of a route replaces that of the Gateway or its listener, unless it has a merge
 * type, as all of these do. A policy of a listener replaces the Gateway's, one of a rule its route's, and neither can
 * be merged: these repeat the settings that they would replace.
 */

import { plainPath } from "../../config/gateway/routes.ts";
import type { JwtAuthentication, OidcAuthentication, RateLimit, Route } from "../kubernetes/route.ts";
import { bufferLimit } from "./hydrogenTorch17.ts";

const group = "gateway.networking.k8s.io";

interface Target {
  kind: "Gateway" | "HTTPRoute";
  name: string;

  /** A listener of the Gateway, or a rule of the route. */
  sectionName?: string;
}

/** Targets of a policy. */
export function targets(...refs: Target[]) {
  const merge = refs.some(({ kind }) => kind === "HTTPRoute") ? { mergeType: "StrategicMerge" } : {};
  return { targetRefs: refs.map((ref) => ({ group, ...ref })), ...merge };
}

/** Timeout and rate limit of a BackendTrafficPolicy; empty where neither is given. */
export function trafficLimits({
  timeout,
  rateLimit,
}: {
  timeout?: string | undefined;
  rateLimit?: RateLimit | undefined;
}) {
  return {
    ...(timeout && { timeout: { http: { requestTimeout: timeout } } }),
    ...(rateLimit && { rateLimit: { type: "Local", local: { rules: [{ limit: { ...rateLimit } }] } } }),
  };
}

/** `retry` of a BackendTrafficPolicy. */
export function retrySpec({ attempts, statuses }: NonNullable<Route["retries"]>) {
  return {
    retry: {
      numRetries: attempts,
      retryOn: { triggers: ["connect-failure", "refused-stream", "retriable-status-codes"], httpStatusCodes: statuses },
    },
  };
}

/** Authentication in a SecurityPolicy. */
export function authenticationSpec(authentication: JwtAuthentication | OidcAuthentication, path: string | undefined) {
  return authentication.kind === "jwt" ? jwtSpec(authentication) : oidcSpec(authentication, path);
}

/** Spec of the ClientTrafficPolicy; empty where no route needs one. */
export function clientSpec(routes: Route[]) {
  const remove = identityHeaders(routes);
  return {
    ...(remove.length > 0 && { headers: { earlyRequestHeaders: { remove } } }),
    ...(routes.some(({ hydrogenTorch17 }) => hydrogenTorch17) && { connection: { bufferLimit } }),
  };
}

/** Headers that carry claims. Clients may not send them, since they could impersonate another user. */
function identityHeaders(routes: Route[]): string[] {
  const headers = routes.flatMap(({ authentication }) =>
    authentication?.kind === "jwt" ? Object.keys(authentication.claimHeaders) : [],
  );
  return [...new Set(headers)].sort();
}

function jwtSpec({ issuer, audiences, keys, claimHeaders, requiredClaims }: JwtAuthentication) {
  const provider = "issuer";
  const claimToHeaders = Object.entries(claimHeaders).map(([header, claim]) => ({ header, claim }));
  const claims = Object.entries(requiredClaims).map(([name, values]) => ({ name, valueType: "StringArray", values }));
  return {
    jwt: {
      providers: [
        {
          name: provider,
          issuer,
          audiences,
          ...(keys.kind === "remote"
            ? { remoteJWKS: { uri: keys.uri } }
            : { localJWKS: { type: "Inline", inline: keys.jwks } }),
          ...(claimToHeaders.length > 0 && { claimToHeaders }),
        },
      ],
    },
    ...(claims.length > 0 && {
      authorization: { defaultAction: "Deny", rules: [{ action: "Allow", principal: { jwt: { provider, claims } } }] },
    }),
  };
}

function oidcSpec(
  { issuer, endpoints, clientId, secretName, scopes, forwardAccessToken }: OidcAuthentication,
  path: string | undefined,
) {
  return {
    oidc: {
      provider: {
        issuer,
        ...(endpoints && { authorizationEndpoint: endpoints.authorization, tokenEndpoint: endpoints.token }),
      },
      clientID: clientId,
      clientSecret: { name: secretName },
      scopes,
      forwardAccessToken,
      ...signInPaths(plainPath(path)),
    },
  };
}

/**
 * Callback and sign-out paths, below the route's path: otherwise the route's policies would not apply to them.
 */
function signInPaths(path: string) {
  return path === "/"
    ? {}
    : {
        redirectURL: `%REQ(x-forwarded-proto)%://%REQ(:authority)%${path}/oauth2/callback`,
        logoutPath: `${path}/logout`,
      };
}
