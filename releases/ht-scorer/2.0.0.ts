/** HT scorer runtime 1.7.x to 2.0.x: a row of the response for each row of the request, and headers by a list. */

import { rename } from "../engine/edits.ts";
import { concerning, notice, present } from "../engine/notices.ts";
import { env } from "../engine/places.ts";
import { release } from "../engine/release.ts";
import { isHydrogenTorch } from "../h2o-mlops/runtimes.ts";
import { forwardsTracing } from "../h2o-mlops/scorers.ts";
import { guide } from "./guide.ts";
import { settings } from "./values.ts";

const changes = guide("What changed");
const configuration = guide("Deployment configuration");
const differences = guide("Key differences");
const forwarding = guide("Header forwarding changes in runtimes 2.0.x");
const why = guide("Why this change was made");

const authorizationHeader = env("H2O_SCORER_AUTHORIZATION_HEADER");

const forwarded = rename(authorizationHeader, "H2O_SCORER_FORWARD_HEADERS", {
  reason: "Headers reach model code by a list of names.",
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
      where: concerning(isHydrogenTorch),
      say: "Responses have one row for each row of the request, where they had one JSON blob for all. Client code that parses them must change.",
      source: guide("Multi-row requests")(
        "Runtime 2.0.x returns N rows, one per input row, with flat per-row predictions:",
      ),
    }),
    notice("many-rows", {
      where: concerning(isHydrogenTorch),
      say: "In client code, read predictions from row i of the response, where it was entry i of the first row's predictions.",
      source: guide("Migration steps")(
        "Update your client code to read one row per input instead of indexing into a single blob:",
      ),
    }),
    notice("one-row", {
      where: concerning(isHydrogenTorch),
      say: "A request of one row gets predictions without the outer list: code must not take the first of them any more.",
      source: guide("Single-row requests")('predictions = row_0["predictions"] # no extra list layer to unwrap'),
    }),
    notice("every-model", {
      where: concerning(isHydrogenTorch),
      say: "This is about every Hydrogen Torch model there is: the runtime splits what they give. Models that give rows themselves will pass as they are.",
      source: changes(
        "All currently released HT models are affected because they produce a single JSON blob for the entire batch.",
      ),
    }),
    notice("batching", {
      where: concerning(isHydrogenTorch),
      say: "Requests that come together may be scored in one call of the model: it sees more rows at once than a client sent.",
      source: why("multiple requests are merged into a single model call and results are split back by row offset."),
    }),
    notice("row-count", {
      where: concerning(isHydrogenTorch),
      say: "A response must have as many rows as its request: what answers with another number of rows fails.",
      source: why("The scoring API validates that the number of output rows matches the number of input rows."),
    }),

    notice("header-access", {
      where: concerning(isHydrogenTorch),
      say: "Model code reads headers with request_headers.get({}) of h2o_scorer_core.context, where it was the request of FastAPI or Starlette.",
      source: forwarding("Models that access HTTP headers from the request context must be updated."),
    }),
    notice("header-server", {
      where: concerning(isHydrogenTorch),
      say: "Requests are taken by a Go server and handed to a Python worker: nothing of FastAPI or Gunicorn can be relied on.",
      source: differences("Go HTTP server + Python worker (Unix socket IPC)"),
    }),
    notice("header-list", {
      where: present(authorizationHeader, env("H2O_SCORER_FORWARD_HEADERS")),
      say: "H2O_SCORER_FORWARD_HEADERS takes a list of names with commas between them; headers that are not listed do not reach the model.",
      source: differences("Only explicitly listed headers are forwarded."),
    }),
    notice("header-batches", {
      where: present(authorizationHeader, env("H2O_SCORER_FORWARD_HEADERS")),
      say: "Only requests with the same values of the listed headers share a batch: a header that every request has for itself leaves nothing to batch.",
      source: configuration("Automatic batch-key partitioning by header values"),
    }),
    notice("tracing-headers", {
      where: forwardsTracing,
      say: "Tracing headers, such as x-request-id and traceparent, never reach the model, though one is listed here.",
      source: configuration(
        "The runtime automatically blocks internal tracing headers (for example, x-request-id, traceparent) from being forwarded to the model code",
      ),
    }),
  ],
});
