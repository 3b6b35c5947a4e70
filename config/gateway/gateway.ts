import { z } from "zod";
import { chart } from "../cluster.ts";
import { ownNamespace } from "../namespace.ts";
import { duration, hostName, httpsUrl, kubernetesName, secretName, tcpPort, webOrigin } from "../values.ts";
import { headerNamePattern, headerProblems } from "./forwardedHeaders.ts";
import { needsLua } from "./luaScripts.ts";

const headerName = z.string().regex(headerNamePattern, "a header name").max(256);

const rateLimit = z
  .strictObject({
    requests: z
      .int()
      .min(1)
      .describe("Requests in a unit of time that each proxy lets through; further ones get a 429."),
    unit: z.enum(["Second", "Minute", "Hour", "Day"]).default("Minute").describe("Unit of time."),
  })
  .optional();

const jwt = z.strictObject({
  kind: z.literal("jwt"),
  issuer: z.string().min(1).max(253).describe("Issuer that tokens must name."),
  audiences: z
    .array(z.string().min(1))
    .min(1)
    .max(8, "at most 8 audiences")
    .describe("Audiences, one of which tokens must name."),
  keys: z
    .discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("remote"),
        uri: httpsUrl.max(253).describe("Where the issuer publishes its keys (JWKS)."),
      }),
      z.strictObject({
        kind: z.literal("inline"),
        jwks: z.string().refine(isJwks, "a JSON text with a list named keys").describe("The issuer's keys (JWKS)."),
      }),
    ])
    .describe("Keys that tokens are checked with."),
  claimHeaders: z
    .record(headerName, z.string().min(1))
    .refine(
      (headers) => !Object.keys(headers).some((name) => name.toLowerCase() === "authorization"),
      "no Authorization, in which clients send their tokens",
    )
    .default({})
    .describe(
      "Headers for the backend, each with the claim that it carries. Headers of these names from clients are dropped.",
    ),
  requiredClaims: z
    .record(z.string().min(1), z.array(z.string().min(1)).min(1))
    .default({})
    .describe("Claims that hold lists, each with values of which a token must have one; other requests get a 403."),
});

const oidc = z.strictObject({
  kind: z.literal("oidc"),
  issuer: httpsUrl.describe("Issuer that users sign in at."),
  endpoints: z
    .strictObject({
      authorization: httpsUrl.describe("Where users are sent to sign in."),
      token: httpsUrl.describe("Where authorization codes are exchanged for tokens."),
    })
    .optional()
    .describe("The issuer's endpoints. Default: those that it publishes."),
  clientId: z
    .string()
    .min(1)
    .describe(
      "Client id of the gateway at the issuer, which sends users back to `oauth2/callback` below the route's path.",
    ),
  secretName: secretName.describe("Name of a Secret in the Gateway's namespace with the key `client-secret`."),
  scopes: z.array(z.string().min(1)).default(["openid"]).describe("Scopes to ask for."),
  forwardAccessToken: z.boolean().default(false).describe("Forward the access token to the backend."),
});

export const route = z
  .strictObject({
    host: hostName.describe("Host name that clients use."),
    path: z
      .string()
      .refine(isPrefix, "a path such as /churn, as it is in a URL: without //, . and .. between slashes, and %2F")
      .max(1024)
      .default("/")
      .describe("Path that the route's requests begin with."),
    service: z
      .strictObject({
        name: kubernetesName.describe("Name of the Service."),
        namespace: kubernetesName.describe("Namespace of the Service."),
        port: tcpPort.describe("Port of the Service."),
      })
      .describe("The Service that requests go to."),
    scoring: z
      .boolean()
      .default(false)
      .describe("The Service is a scoring deployment: clients are told when it is scaled down to zero replicas."),
    timeout: duration.optional().describe("Time limit of a request. Default: `gateway.timeout`, or else Envoy's 15s."),
    retries: z
      .strictObject({
        attempts: z.int().min(1).max(10).describe("Further attempts."),
        statuses: z
          .array(z.int().min(500).max(599))
          .default([503])
          .describe("Status codes to retry, besides failed connections."),
        posts: z
          .boolean()
          .default(false)
          .describe("Retry other methods than GET and HEAD too: a row may then be scored twice."),
      })
      .optional()
      .describe("Retries of failed requests. Default: none."),
    rateLimit: rateLimit.describe("Rate limit of the route. Default: `gateway.rateLimit`."),
    requestHeaders: z
      .strictObject({
        set: z
          .record(headerName, z.string().min(1).max(4096))
          .refine((headers) => Object.keys(headers).length <= 16, "at most 16 headers")
          .default({})
          .describe("Headers to set."),
        remove: z.array(headerName).max(16, "at most 16 headers").default([]).describe("Headers to remove."),
      })
      .prefault({})
      .describe("Changes to the headers of requests."),
    forwardHeaders: z
      .string()
      .min(1)
      .optional()
      .describe("The deployment's `H2O_SCORER_FORWARD_HEADERS`, to check that the gateway lets these headers through."),
    hydrogenTorch17: z
      .strictObject({
        clients: z
          .enum(["all", "header"])
          .describe("All clients, or those that send `x-scorer-response-shape: ht-1.7`."),
        perRowKeys: z
          .array(z.string().regex(/^[^\s,"]+$/, "a key without blanks, commas and quotes"))
          .min(1)
          .default(["predictions"])
          .describe("Keys that have one value for each row. Others are kept once where all rows agree."),
      })
      .optional()
      .describe(
        "Answers clients of Hydrogen Torch 1.7 in the shape of 1.7, up to 8 MiB (larger answers become a 500). Needs `gateway.lua`. Large batches keep a thread of a proxy busy.",
      ),
    authentication: z
      .discriminatedUnion("kind", [jwt, oidc])
      .optional()
      .describe("Authentication: requests need a token of an issuer, or users sign in there."),
  })
  .superRefine(({ forwardHeaders, requestHeaders, authentication }, context) => {
    if (forwardHeaders === undefined) {
      return;
    }
    const keepsToken = authentication?.kind === "oidc" && !authentication.forwardAccessToken;
    for (const message of headerProblems({ forwardHeaders, removed: requestHeaders.remove, keepsToken })) {
      context.addIssue({ code: "custom", path: ["forwardHeaders"], message });
    }
  });

export const gateway = z
  .strictObject({
    namespace: ownNamespace
      .default("envoy-gateway-system")
      .describe("Envoy Gateway's namespace: its proxies, the Gateway, its certificates and its routes are all there."),
    controller: chart.describe("The Envoy Gateway controller, 1.9 or later."),
    lua: z
      .boolean()
      .default(false)
      .describe(
        "The controller accepts Lua scripts (`extensionApis.enableLua`). The stack sets this where it installs the controller, and expects it otherwise.",
      ),
    issuer: z
      .strictObject({
        kind: z.enum(["ClusterIssuer", "Issuer"]).default("ClusterIssuer").describe("Kind of the issuer."),
        name: kubernetesName.describe("Name of the issuer."),
      })
      .describe("cert-manager issuer of the certificates; every host gets its own."),
    proxy: z
      .strictObject({
        replicas: z.int().min(1).max(50).default(2).describe("Proxies."),
        serviceType: z
          .enum(["LoadBalancer", "NodePort", "ClusterIP"])
          .default("LoadBalancer")
          .describe("Type of the proxies' Service."),
        serviceAnnotations: z
          .record(z.string().min(1), z.string())
          .default({})
          .describe("Annotations of this Service, by which a cloud chooses its load balancer."),
      })
      .prefault({})
      .describe("The Envoy proxies that carry the traffic."),
    cors: z
      .strictObject({
        allowedOrigin: webOrigin.describe(
          "The origin whose pages may call, the same as `global.cors.allowedOrigin` of H2O MLOps.",
        ),
        allowedHeaders: z
          .array(headerName)
          .min(1)
          .default(["authorization", "content-type"])
          .describe("Request headers that these pages may send."),
      })
      .optional()
      .describe(
        "Calls from browsers (CORS). Default: from the origin of H2O MLOps, where it has exactly one; otherwise none.",
      ),
    timeout: duration
      .optional()
      .describe("Time limit of requests on routes that do not set one. Default: Envoy's 15s."),
    rateLimit: rateLimit.describe("Rate limit of each route that does not set one. Default: none."),
    deploymentHosts: z
      .record(hostName, z.array(kubernetesName).min(1))
      .default({})
      .describe(
        "Hosts for HTTPRoutes that others create, as H2O MLOps does for its deployments, with the namespaces of these.",
      ),
    routes: z
      .record(kubernetesName, route)
      .default({})
      .describe("Further Services to expose, by the name of the route."),
  })
  .superRefine((value, context) => {
    needsLua({ ...value, routes: Object.values(value.routes) }, context);
  })
  .describe("Envoy Gateway with a listener and a certificate for each host.");

/** As HTTPRoute's CRD has it (Gateway API 1.6, `rules[].matches[].path`). */
function isPrefix(path: string): boolean {
  const segments = path.split("/").slice(1);
  const isPlain = /^\/(?:[-\w./~!$&'()*+,;=:@]|%[0-9a-f]{2})*$/i.test(path);
  return isPlain && !/\/\/|%2f/i.test(path) && !segments.some((segment) => segment === "." || segment === "..");
}

function isJwks(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text)?.keys);
  } catch {
    return false;
  }
}
