import type { Resource } from "@pulumi/pulumi";

/** A route from a host name to a Service, for the stack's Gateway. */
export interface Route {
  /** Name of the HTTPRoute, unique at the Gateway. */
  name: string;

  /** Host name that clients use; the Gateway gets a listener and a certificate for it. */
  host: string;

  /** Path prefix of requests. @default "/" */
  path?: string | undefined;

  service: { name: string; namespace: string; port: number };

  /** Resources that must exist first: the Service, and its namespace. @default none */
  ready?: Resource[] | undefined;

  /** The Service is a scoring deployment: clients get a clear response when it is scaled down to zero replicas. */
  scoring?: boolean | undefined;

  /** Time limit of a response, such as `60s`. @default the Gateway's */
  timeout?: string | undefined;

  /** Retries of failed requests: of GET and HEAD only, unless `posts` is set. @default none */
  retries?: { attempts: number; statuses: number[]; posts: boolean } | undefined;

  /** @default the Gateway's */
  rateLimit?: RateLimit | undefined;

  /** Headers to set on requests and to remove from them. */
  requestHeaders?: { set: Record<string, string>; remove: string[] } | undefined;

  /** Value of the deployment's H2O_SCORER_FORWARD_HEADERS: none of these headers may be dropped. */
  forwardHeaders?: string | undefined;

  /**
   * Answer clients of Hydrogen Torch 1.7 in its shape: all clients, or those that send `x-scorer-response-shape:
   * ht-1.7`. `perRowKeys` have one value for each row; other keys are kept once where all rows agree.
   */
  hydrogenTorch17?: { clients: "all" | "header"; perRowKeys: string[] } | undefined;

  /** Authentication of requests. @default none */
  authentication?: JwtAuthentication | OidcAuthentication | undefined;
}

/** Requests that each proxy admits in a unit of time. */
export interface RateLimit {
  requests: number;
  unit: "Second" | "Minute" | "Hour" | "Day";
}

/** Admits requests with a token of an issuer. */
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

/** Admits users who signed in at an issuer. */
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
