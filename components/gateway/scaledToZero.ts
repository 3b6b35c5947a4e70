/**
 * Responses for deployments without replicas, in the words of Emissary, which the Gateway API has no setting for. For a
 * Service without ready endpoints, Envoy Gateway itself responds with a bare 503. Envoy's CORS filter skips such
 * responses (envoy #8262), and an override drops headers that were set before it (envoy #30572), so both the response
 * and the one to the preflight request get their CORS headers here.
 */
import type { Cors } from "./args.ts";
import { corsHeaders, preflightHeaders } from "./cors.ts";

export const scaledToZeroText =
  "Deployment is scaled down to zero replicas. Please increase the number of replicas to use the deployment.";

/**
 * Overrides of a BackendTrafficPolicy; the first that matches applies. `Local` leaves a model's own 503 alone. Envoy's
 * other failures keep the text that they have: a pod that crashes is not scaled down.
 */
export function scaledToZeroOverrides(cors: Cors | undefined) {
  const statusCodes = [{ type: "Value", value: 503 }];
  const hasText = { name: "content-type", value: { type: "Prefix", value: "text/plain" } };
  const answer = (inline: string) => ({
    statusCode: 503,
    contentType: "text/plain",
    body: { type: "Inline", inline },
    ...(cors && { header: { set: corsHeaders(cors) } }),
  });
  return [
    { source: "Local", match: { statusCodes, responseHeaders: [hasText] }, response: answer("%LOCAL_REPLY_BODY%") },
    { source: "Local", match: { statusCodes }, response: answer(scaledToZeroText) },
  ];
}

/**
 * Spec of the HTTPRoute that answers preflight requests, independent of the Service behind. A regular expression takes
 * precedence over every prefix, so it also applies on hosts whose routes others make.
 */
export function preflightRouteSpec(gateway: string, hosts: string[], { allowedOrigin }: Cors, filter: string) {
  return {
    parentRefs: hosts.map((sectionName) => ({ name: gateway, sectionName })),
    rules: [
      {
        matches: [
          {
            method: "OPTIONS",
            path: { type: "RegularExpression", value: "/.*" },
            headers: [
              { type: "Exact", name: "origin", value: allowedOrigin },
              { type: "RegularExpression", name: "access-control-request-method", value: ".+" },
            ],
          },
        ],
        filters: [
          {
            type: "ExtensionRef",
            extensionRef: { group: "gateway.envoyproxy.io", kind: "HTTPRouteFilter", name: filter },
          },
        ],
      },
    ],
  };
}

/** Spec of the HTTPRouteFilter with the answer to preflight requests. */
export function preflightAnswerSpec(cors: Cors) {
  return { directResponse: { statusCode: 204, header: { set: [...corsHeaders(cors), ...preflightHeaders(cors)] } } };
}
