/** Whether the headers that a runtime hands to the model's code survive their way through the gateway. */

/** The runtime never hands these on, whatever the list says (migration guide of H2O MLOps 1.1). */
const blockedByRuntime = ["x-request-id", "traceparent"];

/** A field name of HTTP, as Envoy Gateway's CRDs check it. */
export const headerNamePattern = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/;

export interface HeaderRules {
  /** Value of H2O_SCORER_FORWARD_HEADERS: names with commas between them. */
  forwardHeaders: string;

  /** Names that the gateway takes away before the backend. */
  removed: string[];

  /** Whether the gateway signs users in and keeps the token to itself. */
  keepsToken: boolean;
}

/** What is wrong with each listed header; nothing where all reach the model. */
export function headerProblems({ forwardHeaders, removed, keepsToken }: HeaderRules): string[] {
  const taken = removed.map((name) => name.toLowerCase());
  return forwardHeaders
    .split(",")
    .map((name) => name.trim())
    .flatMap((name) => {
      const lower = name.toLowerCase();
      if (!headerNamePattern.test(name)) {
        return [`header names with commas between them, and not "${name}"`];
      }
      if (name.includes("_")) {
        return [`no ${name}: Envoy refuses requests that carry a header with an underscore`];
      }
      if (blockedByRuntime.includes(lower)) {
        return [`no ${name}: the runtime never hands it to the model`];
      }
      if (taken.includes(lower)) {
        return [`no ${name}, since requestHeaders.remove takes it away`];
      }
      if (lower === "authorization" && keepsToken) {
        return [`no ${name}, unless authentication.forwardAccessToken hands the token on`];
      }
      return [];
    });
}
