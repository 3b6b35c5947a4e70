/** H2O MLOps 1.0 to 1.1: runtimes 2.0, MOJO scorers instead of Java, access by AuthZ policies. */

import { remove, rename, translate } from "../engine/edits.ts";
import { blocker, concerning, inUse, notice, only, present, removedRuntime } from "../engine/notices.ts";
import { env } from "../engine/places.ts";
import { release } from "../engine/release.ts";
import type { Answers } from "./answers.ts";
import { guide } from "./guide.ts";
import { roleLists } from "./roles.ts";
import { isHydrogenTorch, isMlflow, isPythonBefore } from "./runtimes.ts";
import { forwardsTracing, isDaiMojo, isH2o3Mojo, mojoScorer } from "./scorers.ts";
import { namedValues } from "./values.ts";

const authorization = guide("Removal of pre-AuthZ server AuthZ capability from the gRPC gateway");
const daiMojo = guide("Migrating Driverless AI MOJO deployments");
const forwarding = guide("Header forwarding changes in runtimes 2.0.x");
const h2o3Mojo = guide("Migrating H2O-3 MOJO deployments");
const headers = guide("HTTP request header forwarding");
const mojo = guide("Removal of Java MOJO Runtime");
const secureStore = guide("Batch scoring Secure Store integration");
const torch = guide("Hydrogen Torch scorer runtime response format changes");

const workers = {
  reason: "The scorers do not read it. Two settings replace it, and the guide gives no rule for their values.",
  source: mojo("The H2O_SCORER_WORKERS environment variable is no longer used."),
};

const forwarded = {
  reason: "Model code receives the headers that a list names.",
  source: guide("Deployment configuration")("replace H2O_SCORER_AUTHORIZATION_HEADER with H2O_SCORER_FORWARD_HEADERS:"),
};

export const mlops_1_1 = release<Answers>({
  version: "1.1.0",
  heading: "From 1.0 to 1.1",
  values: namedValues,

  edits: [
    remove("apiGateway.config.userJwtClaim", {
      reason: "The API gateway no longer reads claims.",
      source: authorization("apiGateway.config.userJwtClaim and apiGateway.config.allowedUserRoles"),
    }),
    ...roleLists.map((list) =>
      remove<Answers>(list, {
        reason: "The API gateway no longer checks roles. An AuthZ policy does.",
        source: authorization("The pre-AuthZ server authorization capability has been removed from the gRPC gateway."),
      }),
    ),
    rename(env("H2O_SCORER_AUTHORIZATION_HEADER"), "H2O_SCORER_FORWARD_HEADERS", forwarded),
    remove(env("H2O_SCORER_WORKERS"), workers),
  ],

  deployments: [
    translate("runtime", mojoScorer, {
      reason: "The Java MOJO runtimes are removed. The MOJO scorers run their models.",
      source: mojo("Migrate to the MOJO Scorer (dai-mojo-scorer), which replaces both the Java and C++ MOJO runtimes."),
    }),
    rename(env("H2O_SCORER_AUTHORIZATION_HEADER"), "H2O_SCORER_FORWARD_HEADERS", forwarded),
    remove(env("H2O_SCORER_WORKERS"), workers),
  ],

  rules: [
    blocker("role-lists", {
      where: only(({ answers }) => !answers.authzPolicyDefined, inUse(...roleLists)),
      say: "Roles limit access to the API gateway here, and 1.1 admits every user. Define an AuthZ policy that denies what the roles denied, and confirm it.",
      answer: "authzPolicyDefined",
      source: authorization(
        "To achieve the same functionality, define an AuthZ policy that denies all MLOps actions across all workspaces.",
      ),
    }),

    ...removedRuntime<Answers>("mlflow-python-3-9", {
      runs: (deployment) => isMlflow(deployment) && isPythonBefore(deployment, "3.10"),
      say: "The MLflow runtime for Python 3.9 is removed. Deploy the model for Python 3.10 or later first.",
      source: guide("Removal of MLflow Runtime for Python 3.9")(
        "Update your deployments to use an MLflow Runtime based on Python 3.10 or later.",
      ),
    }),

    notice("dai-mojo-settings", {
      severity: "action",
      where: concerning(isDaiMojo),
      say: "Set MODEL_PATH to the folder of the MOJO pipeline, and make sure that DRIVERLESS_AI_LICENSE_KEY is set.",
      source: daiMojo("Set the MODEL_PATH environment variable to your MOJO pipeline model directory"),
    }),
    notice("dai-mojo-concurrency", {
      severity: "action",
      where: concerning(isDaiMojo),
      say: "Replace H2O_SCORER_WORKERS with SCORING_CONCURRENCY and BATCH_WORKERS to tune the scorer.",
      source: daiMojo("Replace H2O_SCORER_WORKERS with SCORING_CONCURRENCY and BATCH_WORKERS."),
    }),
    notice("dai-mojo-shapley", {
      severity: "info",
      where: concerning(isDaiMojo),
      say: "The scorer detects for each model whether it supports Shapley contributions and prediction intervals.",
      source: daiMojo("Shapley contributions and prediction intervals are auto-detected per model"),
    }),
    notice("dai-mojo-uploads", {
      severity: "breaking",
      where: concerning(isDaiMojo),
      say: "Link BERT, GrowNet and TensorFlow models from Driverless AI. Manually uploaded artifacts of these models are not supported.",
      source: mojo("Manually uploaded artifacts for these model types are not supported."),
    }),
    notice("h2o3-mojo-settings", {
      severity: "action",
      where: concerning(isH2o3Mojo),
      say: "Set SCORER_MOJO_PATH (or -Dmojo.path) to the .mojo file. For Shapley contributions, set SHAPLEY_ENABLE=true or SHAPLEY_TYPES_ENABLED.",
      source: h2o3Mojo(
        "Set the SCORER_MOJO_PATH environment variable (or -Dmojo.path system property) to point to your .mojo file.",
      ),
    }),
    notice("scorer-api", {
      severity: "info",
      where: concerning((deployment) => isDaiMojo(deployment) || isH2o3Mojo(deployment)),
      say: "Endpoints, requests and responses are unchanged. Clients need no change.",
      source: guide("API compatibility")(
        "The endpoints, request/response formats, and OpenAPI specification are unchanged.",
      ),
    }),
    notice("runtime-images-2-0", {
      severity: "action",
      where: concerning(({ image }) => Boolean(image)),
      say: "1.1 ships with runtimes 2.0.x. Use the image that was released with it.",
      source: headers("Starting with H2O MLOps version 1.1 (which ships with runtimes 2.0.x)"),
    }),

    notice("hydrogen-torch-responses", {
      severity: "breaking",
      where: concerning(isHydrogenTorch),
      say: "Responses have one row for each input row, with flat predictions. Change clients that read one JSON blob for the whole batch.",
      source: torch(
        "introduces breaking changes to the scoring API response format. All currently released HT models are affected.",
      ),
    }),
    notice("hydrogen-torch-many-rows", {
      severity: "breaking",
      where: concerning(isHydrogenTorch),
      say: "A request of N rows returns N rows instead of one row with all predictions.",
      source: guide("Multi-row requests (N > 1 input rows)")(
        "Runtime 2.0.x returns N rows, one per input row, with flat per-row predictions:",
      ),
    }),
    notice("hydrogen-torch-one-row", {
      severity: "breaking",
      where: concerning(isHydrogenTorch),
      say: "A request of one row returns predictions without the outer list.",
      source: guide("Single-row requests (1 input row)")("Runtime 2.0.x returns flat predictions:"),
    }),
    notice("hydrogen-torch-client-code", {
      severity: "breaking",
      where: concerning(isHydrogenTorch),
      say: "In client code, read the predictions for input row i from row i of the response, no longer from entry i of the first row's predictions.",
      source: guide("Migrating client code")("# New (runtime 2.0.x): one row per input, already split"),
    }),

    notice("header-access", {
      severity: "breaking",
      where: concerning(isMlflow),
      say: "Model code must read headers from h2o_scorer_core.context.request_headers instead of the request of FastAPI or Starlette.",
      source: forwarding("Models that access HTTP headers from the request context must be updated."),
    }),
    notice("header-server", {
      severity: "breaking",
      say: "A Go server receives requests and passes them to a Python worker. Model code can't rely on FastAPI or Gunicorn.",
      source: guide("Key differences")("Go HTTP server + Python worker (Unix socket IPC)"),
    }),
    notice("header-scope", {
      severity: "breaking",
      where: concerning(isMlflow),
      say: "Model code that calls other services with the caller's token receives no token until H2O_SCORER_FORWARD_HEADERS lists its header.",
      source: guide("Scope")("Rely on forwarded auth tokens to call external APIs from within model code"),
    }),
    notice("header-list", {
      severity: "breaking",
      where: present(env("H2O_SCORER_AUTHORIZATION_HEADER"), env("H2O_SCORER_FORWARD_HEADERS")),
      say: "H2O_SCORER_FORWARD_HEADERS is a comma-separated list of header names. Headers that are not listed do not reach the model.",
      source: forwarding("Only explicitly listed headers are forwarded."),
    }),
    notice("tracing-headers", {
      severity: "breaking",
      where: forwardsTracing,
      say: "A tracing header is listed here, but tracing headers such as x-request-id and traceparent never reach the model.",
      source: guide("Deployment configuration")(
        "The runtime automatically blocks internal tracing headers (for example, x-request-id, traceparent) from being forwarded to the model code",
      ),
    }),
    notice("header-code-before", {
      severity: "breaking",
      where: concerning(isMlflow),
      say: "Search model code for context.request and starlette.requests. Both are removed.",
      source: guide("Before (runtimes 1.x)")("# Accessing headers via FastAPI request context"),
    }),
    notice("header-code-after", {
      severity: "action",
      where: concerning(isMlflow),
      say: "In model code, use headers = request_headers.get({}) of h2o_scorer_core.context instead of context.request.",
      source: guide("After (runtimes 2.0.x)")("from h2o_scorer_core.context import request_headers"),
    }),

    notice("secure-store", {
      severity: "breaking",
      say: "Batch scoring sources and sinks must reference secrets by their Secure Store ids, in the user interface and in the Python client.",
      source: secureStore("must reference Secure Store Secret IDs rather than raw sensitive values."),
    }),
    notice("secure-store-first", {
      severity: "action",
      say: "Create the secrets of batch scoring jobs in the Secure Store before the upgrade, and reference their ids in the jobs.",
      source: guide("Using secrets in batch scoring")(
        "Reference Secret IDs in your batch scoring source or sink configuration.",
      ),
    }),
  ],
});
