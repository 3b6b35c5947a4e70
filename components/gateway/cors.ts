/** CORS: as configuration of Envoy's filter, and as headers on responses that the filter skips. */
import type { Cors } from "./args.ts";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const preflightMinutes = 10;

/** `cors` of a SecurityPolicy. */
export function corsSpec({ allowedOrigin, allowedHeaders }: Cors) {
  return {
    allowOrigins: [allowedOrigin],
    allowMethods: methods,
    allowHeaders: allowedHeaders,
    allowCredentials: true,
    maxAge: `${preflightMinutes}m`,
  };
}

/** Headers of a response that pages of the origin may read. */
export function corsHeaders({ allowedOrigin }: Cors) {
  return [
    { name: "access-control-allow-origin", value: allowedOrigin },
    { name: "access-control-allow-credentials", value: "true" },
  ];
}

/** Headers of a response to a preflight request of the origin. */
export function preflightHeaders({ allowedHeaders }: Cors) {
  return [
    { name: "access-control-allow-methods", value: methods.join(", ") },
    { name: "access-control-allow-headers", value: allowedHeaders.join(", ") },
    { name: "access-control-max-age", value: String(preflightMinutes * 60) },
  ];
}
