/** HT scorer runtime 1.7.x to 2.0.x: one response row for each request row, and a list of forwarded headers. */

import { rename } from "../engine/edits.ts";
import { concerning, notice, present } from "../engine/notices.ts";
import { env } from "../engine/places.ts";
import { release } from "../engine/release.ts";
import { guide } from "../h2o-mlops/guide.ts";
import { isHydrogenTorch } from "../h2o-mlops/runtimes.ts";
import { forwardsTracing } from "../h2o-mlops/scorers.ts";
import { settings } from "./values.ts";

const changes = guide("What changed");
const configuration = guide("Deployment configuration");
const differences = guide("Key differences");
const forwarding = guide("Header forwarding changes in runtimes 2.0.x");
const why = guide("Why this change was made");

const authorizationHeader = env("H2O_SCORER_AUTHORIZATION_HEADER");

const forwarded = rename(authorizationHeader, "H2O_SCORER_FORWARD_HEADERS", {
  reason: "Model code receives the headers that a list names.",
  source: configuration("replace H2O_SCORER_AUTHORIZATION_HEADER with H2O_SCORER_FORWARD_HEADERS:"),
});

export const htScorer_2_0 = release({
  version: "2.0.0",
  heading: "HT scorer runtime 1.7.x to 2.0.x",
  values: settings,

  edits: [forwarded],
  deployments: [forwarded],

  rules: [
    notice("responses", {
      severity: "breaking",
      where: concerning(isHydrogenTorch),
      say: "Responses have one row for each row of the request instead of one JSON blob for all rows. Change client code that parses them.",
      source: guide("Multi-row requests")(
        "Runtime 2.0.x returns N rows, one per input row, with flat per-row predictions:",
      ),
    }),
    notice("many-rows", {
      severity: "breaking",
      where: concerning(isHydrogenTorch),
      say: "In client code, read the predictions for input row i from row i of the response, no longer from entry i of the first row's predictions.",
      source: guide("Migration steps")(
        "Update your client code to read one row per input instead of indexing into a single blob:",
      ),
    }),
    notice("one-row", {
      severity: "breaking",
      where: concerning(isHydrogenTorch),
      say: "A request of one row returns predictions without the outer list. Remove client code that takes the list's first item.",
      source: guide("Single-row requests")('predictions = row_0["predictions"] # no extra list layer to unwrap'),
    }),
    notice("every-model", {
      severity: "breaking",
      where: concerning(isHydrogenTorch),
      say: "Every released Hydrogen Torch model is affected: the runtime splits its output into rows. The output of models that return rows themselves is passed on unchanged.",
      source: changes(
        "All currently released HT models are affected because they produce a single JSON blob for the entire batch.",
      ),
    }),
    notice("batching", {
      severity: "info",
      where: concerning(isHydrogenTorch),
      say: "Requests that arrive together may be scored in one call of the model, which then receives more rows than one client sent.",
      source: why("multiple requests are merged into a single model call and results are split back by row offset."),
    }),
    notice("row-count", {
      severity: "breaking",
      where: concerning(isHydrogenTorch),
      say: "A response must have as many rows as its request. Scoring fails for a model that returns another number of rows.",
      source: why("The scoring API validates that the number of output rows matches the number of input rows."),
    }),

    notice("header-access", {
      severity: "breaking",
      where: concerning(isHydrogenTorch),
      say: "Model code must read headers with request_headers.get({}) of h2o_scorer_core.context instead of the request of FastAPI or Starlette.",
      source: forwarding("Models that access HTTP headers from the request context must be updated."),
    }),
    notice("header-server", {
      severity: "breaking",
      where: concerning(isHydrogenTorch),
      say: "A Go server receives requests and passes them to a Python worker. Model code can't rely on FastAPI or Gunicorn.",
      source: differences("Go HTTP server + Python worker (Unix socket IPC)"),
    }),
    notice("header-list", {
      severity: "breaking",
      where: present(authorizationHeader, env("H2O_SCORER_FORWARD_HEADERS")),
      say: "H2O_SCORER_FORWARD_HEADERS is a comma-separated list of header names. Headers that are not listed do not reach the model.",
      source: differences("Only explicitly listed headers are forwarded."),
    }),
    notice("header-batches", {
      severity: "info",
      where: present(authorizationHeader, env("H2O_SCORER_FORWARD_HEADERS")),
      say: "Only requests with the same values of the listed headers share a batch. A header that differs in every request prevents batching.",
      source: configuration("Automatic batch-key partitioning by header values"),
    }),
    notice("tracing-headers", {
      severity: "breaking",
      where: forwardsTracing,
      say: "A tracing header is listed here, but tracing headers such as x-request-id and traceparent never reach the model.",
      source: configuration(
        "The runtime automatically blocks internal tracing headers (for example, x-request-id, traceparent) from being forwarded to the model code",
      ),
    }),
  ],
});
