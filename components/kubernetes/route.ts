import type { Resource } from "@pulumi/pulumi";

/** A way from a host name to a Service, which the stack's Gateway is asked for. */
export interface Route {
  /** Name of the HTTPRoute, unique at the Gateway. */
  name: string;

  /** Host name that clients use; the Gateway gets a listener and a certificate for it. */
  host: string;

  /** Paths that begin with this one are carried. @default "/" */
  path?: string | undefined;

  service: { name: string; namespace: string; port: number };

  /** What has to be there before it: the Service, and with it its namespace. @default nothing */
  ready?: Resource[] | undefined;

  /** The Service is a deployment that scores: clients are told when it is scaled down to zero replicas. */
  scoring?: boolean | undefined;

  /** How long an answer may take, such as `60s`. @default the Gateway's */
  timeout?: string | undefined;

  /** Attempts after one that failed; of GET and HEAD only, unless `posts` asks for all methods. @default none */
  retries?: { attempts: number; statuses: number[]; posts: boolean } | undefined;

  /** @default the Gateway's */
  rateLimit?: RateLimit | undefined;

  /** Headers that the backend gets, and those that it does not get. */
  requestHeaders?: { set: Record<string, string>; remove: string[] } | undefined;

  /** Value of the deployment's H2O_SCORER_FORWARD_HEADERS: each of these has to come through. */
  forwardHeaders?: string | undefined;

  /**
   * Answer clients of Hydrogen Torch 1.7 in its shape: all clients, or those that send `x-scorer-response-shape: ht-1.7`.
   * `perRowKeys` have one value for each row; other keys are kept once where all rows agree.
   */
  hydrogenTorch17?: { clients: "all" | "header"; perRowKeys: string[] } | undefined;

  /** Who is let in. @default everybody */
  authentication?: JwtAuthentication | OidcAuthentication | undefined;
}

/** Requests that each proxy lets through in a unit of time. */
export interface RateLimit {
  requests: number;
  unit: "Second" | "Minute" | "Hour" | "Day";
}

/** Requests with a token of an issuer are let in. */
export interface JwtAuthentication {
  kind: "jwt";
  issuer: string;
  audiences: string[];
  keys: { kind: "remote"; uri: string } | { kind: "inline"; jwks: string };

  /** Headers for the backend, each with the claim it carries. */
  claimHeaders: Record<string, string>;

  /** Claims that hold lists, each with values one of which a token must have. */
  requiredClaims: Record<string, string[]>;
}

/** Users who signed in at an issuer are let in. */
export interface OidcAuthentication {
  kind: "oidc";
  issuer: string;

  /** @default what the issuer publishes */
  endpoints?: { authorization: string; token: string } | undefined;
  clientId: string;

  /** A Secret in the Gateway's namespace with the key `client-secret`. */
  secretName: string;
  scopes: string[];
  forwardAccessToken: boolean;
}
