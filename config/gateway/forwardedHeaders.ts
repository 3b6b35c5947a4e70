/** Checks that the headers which a runtime forwards to the model's code get through the gateway. */

/** The runtime never forwards these, even where they are listed (migration guide of H2O MLOps 1.1). */
const blockedByRuntime = ["x-request-id", "traceparent"];

/** A field name of HTTP, as Envoy Gateway's CRDs check it. */
export const headerNamePattern = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/;

export interface HeaderRules {
  /** Value of H2O_SCORER_FORWARD_HEADERS: comma-separated names. */
  forwardHeaders: string;

  /** Names of headers that the gateway removes from requests. */
  removed: string[];

  /** Whether the gateway signs users in and does not forward the token. */
  keepsToken: boolean;
}

/** The expectation that each listed header fails if it would not reach the model. */
export function headerProblems({ forwardHeaders, removed, keepsToken }: HeaderRules): string[] {
  const taken = removed.map((name) => name.toLowerCase());
  return forwardHeaders
    .split(",")
    .map((name) => name.trim())
    .flatMap((name) => {
      const lower = name.toLowerCase();
      if (!headerNamePattern.test(name)) {
        return [`comma-separated header names, not "${name}"`];
      }
      if (name.includes("_")) {
        return [`no ${name}: Envoy refuses requests that carry a header with an underscore`];
      }
      if (blockedByRuntime.includes(lower)) {
        return [`no ${name}: the runtime never forwards it to the model`];
      }
      if (taken.includes(lower)) {
        return [`no ${name}, which requestHeaders.remove removes`];
      }
      if (lower === "authorization" && keepsToken) {
        return [`no ${name}, unless authentication.forwardAccessToken forwards the token`];
      }
      return [];
    });
}
