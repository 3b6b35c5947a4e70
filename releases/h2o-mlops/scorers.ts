/** Scorers of 1.1 that replace runtimes (guide: Removal of Java MOJO Runtime). */

import type { Json } from "../../lib/json.ts";
import { type Deployment, runs } from "../engine/inventory.ts";
import { type Context, env, environmentValue, pathsOf, type Site } from "../engine/places.ts";

const scorers: Record<string, string> = {
  dai_mojo_runtime: "dai-mojo-scorer",
  mojo_runtime_shapley_original: "dai-mojo-scorer",
  mojo_runtime_shapley_transformed: "dai-mojo-scorer",
  mojo_runtime_shapley_all: "dai-mojo-scorer",
  // The id that H2O-3 MOJO models have up to 1.0.
  h2o3_mojo_runtime: "h2o3-mojo-scorer",
};

/** The scorer that replaces a Java runtime. Any other runtime stays. */
export function mojoScorer(runtime: Json): Json {
  return typeof runtime === "string" && Object.hasOwn(scorers, runtime) ? (scorers[runtime] ?? runtime) : runtime;
}

export function isDaiMojo(deployment: Deployment): boolean {
  return isScoredBy(deployment, "dai-mojo-scorer");
}

export function isH2o3Mojo(deployment: Deployment): boolean {
  return isScoredBy(deployment, "h2o3-mojo-scorer");
}

/** Deployments and places in the values that list a tracing header, which is never forwarded. */
export function forwardsTracing({ values, deployments = [] }: Pick<Context, "values" | "deployments">): Site[] {
  const inValues = variables.flatMap((variable) => pathsOf(variable, values));
  return [
    ...inValues.filter((path) => namesTracing(environmentValue(values, path))).map((path) => ({ path })),
    ...deployments
      .filter(({ env }) => [env?.[authorizationHeader], env?.[forwardHeaders]].some(namesTracing))
      .map((deployment) => ({ deployment })),
  ];
}

const authorizationHeader = "H2O_SCORER_AUTHORIZATION_HEADER";
const forwardHeaders = "H2O_SCORER_FORWARD_HEADERS";
const variables = [env(authorizationHeader), env(forwardHeaders)];
const tracingHeaders = ["x-request-id", "traceparent"];

function isScoredBy(deployment: Deployment, scorer: string): boolean {
  const before = Object.keys(scorers).filter((runtime) => scorers[runtime] === scorer);
  return [scorer, ...before].some((runtime) => runs(deployment, runtime));
}

function namesTracing(headers: Json | undefined): boolean {
  const names = typeof headers === "string" ? headers.split(",") : [];
  return names.some((name) => tracingHeaders.includes(name.trim().toLowerCase()));
}
