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
  reason: "The scorers do not read it, and no rule turns it into the two settings that replace it.",
  source: mojo("The H2O_SCORER_WORKERS environment variable is no longer used."),
};

const forwarded = {
  reason: "Headers reach model code by a list of names.",
  source: guide("Deployment configuration")("replace H2O_SCORER_AUTHORIZATION_HEADER with H2O_SCORER_FORWARD_HEADERS:"),
};

export const mlops_1_1 = release<Answers>({
  version: "1.1.0",
  heading: "From 1.0 to 1.1",
  values: namedValues,

  edits: [
    remove("apiGateway.config.userJwtClaim", {
      reason: "The API gateway does not look at claims any more.",
      source: authorization("apiGateway.config.userJwtClaim and apiGateway.config.allowedUserRoles"),
    }),
    ...roleLists.map((list) =>
      remove<Answers>(list, {
        reason: "The API gateway does not check roles any more: an AuthZ policy does.",
        source: authorization("The pre-AuthZ server authorization capability has been removed from the gRPC gateway."),
      }),
    ),
    rename(env("H2O_SCORER_AUTHORIZATION_HEADER"), "H2O_SCORER_FORWARD_HEADERS", forwarded),
    remove(env("H2O_SCORER_WORKERS"), workers),
  ],

  deployments: [
    translate("runtime", mojoScorer, {
      reason: "The Java MOJO runtimes are gone; the MOJO scorers take their models.",
      source: mojo("Migrate to the MOJO Scorer (dai-mojo-scorer), which replaces both the Java and C++ MOJO runtimes."),
    }),
    rename(env("H2O_SCORER_AUTHORIZATION_HEADER"), "H2O_SCORER_FORWARD_HEADERS", forwarded),
    remove(env("H2O_SCORER_WORKERS"), workers),
  ],

  rules: [
    blocker("role-lists", {
      where: only(({ answers }) => !answers.authzPolicyDefined, inUse(...roleLists)),
      say: "Roles limit who reaches the API gateway here, and 1.1 lets everybody in. Define an AuthZ policy that denies what they denied, and confirm it.",
      answer: "authzPolicyDefined",
      source: authorization(
        "To achieve the same functionality, define an AuthZ policy that denies all MLOps actions across all workspaces.",
      ),
    }),

    ...removedRuntime<Answers>("mlflow-python-3-9", {
      runs: (deployment) => isMlflow(deployment) && isPythonBefore(deployment, "3.10"),
      say: "There is no MLflow runtime for Python 3.9 any more. Deploy the model for Python 3.10 or later first.",
      source: guide("Removal of MLflow Runtime for Python 3.9")(
        "Update your deployments to use an MLflow Runtime based on Python 3.10 or later.",
      ),
    }),

    notice("dai-mojo-settings", {
      where: concerning(isDaiMojo),
      say: "Set MODEL_PATH to the folder of the MOJO pipeline, and see that DRIVERLESS_AI_LICENSE_KEY is set.",
      source: daiMojo("Set the MODEL_PATH environment variable to your MOJO pipeline model directory"),
    }),
    notice("dai-mojo-concurrency", {
      where: concerning(isDaiMojo),
      say: "Tune it with SCORING_CONCURRENCY and BATCH_WORKERS, where it was tuned with H2O_SCORER_WORKERS.",
      source: daiMojo("Replace H2O_SCORER_WORKERS with SCORING_CONCURRENCY and BATCH_WORKERS."),
    }),
    notice("dai-mojo-shapley", {
      where: concerning(isDaiMojo),
      say: "Shapley contributions and prediction intervals are found out for each model.",
      source: daiMojo("Shapley contributions and prediction intervals are auto-detected per model"),
    }),
    notice("dai-mojo-uploads", {
      where: concerning(isDaiMojo),
      say: "BERT, GrowNet and TensorFlow models must be linked from Driverless AI: uploaded artifacts of these do not work.",
      source: mojo("Manually uploaded artifacts for these model types are not supported."),
    }),
    notice("h2o3-mojo-settings", {
      where: concerning(isH2o3Mojo),
      say: "Set SCORER_MOJO_PATH (or -Dmojo.path) to the .mojo file. For Shapley contributions set SHAPLEY_ENABLE=true, or SHAPLEY_TYPES_ENABLED.",
      source: h2o3Mojo(
        "Set the SCORER_MOJO_PATH environment variable (or -Dmojo.path system property) to point to your .mojo file.",
      ),
    }),
    notice("scorer-api", {
      where: concerning((deployment) => isDaiMojo(deployment) || isH2o3Mojo(deployment)),
      say: "Endpoints, requests and responses stay as they are: clients need no change.",
      source: guide("API compatibility")(
        "The endpoints, request/response formats, and OpenAPI specification are unchanged.",
      ),
    }),
    notice("runtime-images-2-0", {
      where: concerning(({ image }) => Boolean(image)),
      say: "1.1 comes with runtimes 2.0.x: take the image that was released with it.",
      source: headers("Starting with H2O MLOps version 1.1 (which ships with runtimes 2.0.x)"),
    }),

    notice("hydrogen-torch-responses", {
      where: concerning(isHydrogenTorch),
      say: "Responses have one row for each input row, with flat predictions. Clients that read one blob for the whole batch must change.",
      source: torch(
        "introduces breaking changes to the scoring API response format. All currently released HT models are affected.",
      ),
    }),
    notice("hydrogen-torch-many-rows", {
      where: concerning(isHydrogenTorch),
      say: "A request of N rows gets N rows back, not one row with all of them.",
      source: guide("Multi-row requests (N > 1 input rows)")(
        "Runtime 2.0.x returns N rows, one per input row, with flat per-row predictions:",
      ),
    }),
    notice("hydrogen-torch-one-row", {
      where: concerning(isHydrogenTorch),
      say: "A request of one row gets predictions without the outer list.",
      source: guide("Single-row requests (1 input row)")("Runtime 2.0.x returns flat predictions:"),
    }),
    notice("hydrogen-torch-client-code", {
      where: concerning(isHydrogenTorch),
      say: "In client code, read predictions from row i of the response, where it was entry i of the first row's predictions.",
      source: guide("Migrating client code")("# New (runtime 2.0.x): one row per input, already split"),
    }),

    notice("header-access", {
      where: concerning(isMlflow),
      say: "Model code reads headers from h2o_scorer_core.context.request_headers, where it was the request of FastAPI or Starlette.",
      source: forwarding("Models that access HTTP headers from the request context must be updated."),
    }),
    notice("header-server", {
      say: "Requests are taken by a Go server and handed to a Python worker: nothing of FastAPI or Gunicorn can be relied on.",
      source: guide("Key differences")("Go HTTP server + Python worker (Unix socket IPC)"),
    }),
    notice("header-scope", {
      where: concerning(isMlflow),
      say: "Model code that calls other services with the caller's token gets none until its header is listed.",
      source: guide("Scope")("Rely on forwarded auth tokens to call external APIs from within model code"),
    }),
    notice("header-list", {
      where: present(env("H2O_SCORER_AUTHORIZATION_HEADER"), env("H2O_SCORER_FORWARD_HEADERS")),
      say: "H2O_SCORER_FORWARD_HEADERS takes a list of names with commas between them; headers that are not listed do not reach the model.",
      source: forwarding("Only explicitly listed headers are forwarded."),
    }),
    notice("tracing-headers", {
      where: forwardsTracing,
      say: "Tracing headers, such as x-request-id and traceparent, never reach the model, though one is listed here.",
      source: guide("Deployment configuration")(
        "The runtime automatically blocks internal tracing headers (for example, x-request-id, traceparent) from being forwarded to the model code",
      ),
    }),
    notice("header-code-before", {
      where: concerning(isMlflow),
      say: "Look for context.request and starlette.requests in model code: both are gone.",
      source: guide("Before (runtimes 1.x)")("# Accessing headers via FastAPI request context"),
    }),
    notice("header-code-after", {
      where: concerning(isMlflow),
      say: "Write headers = request_headers.get({}) instead.",
      source: guide("After (runtimes 2.0.x)")("from h2o_scorer_core.context import request_headers"),
    }),

    notice("secure-store", {
      say: "Secrets of batch scoring sources and sinks must be ids of the Secure Store, in the user interface and in the Python client.",
      source: secureStore("must reference Secure Store Secret IDs rather than raw sensitive values."),
    }),
    notice("secure-store-first", {
      say: "Create these secrets before the upgrade, and put their ids into the jobs.",
      source: guide("Using secrets in batch scoring")(
        "Reference Secret IDs in your batch scoring source or sink configuration.",
      ),
    }),
  ],
});
