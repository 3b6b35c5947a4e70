/** H2O MLOps 0.66.1 to 0.67.0: Gateway API instead of Emissary, older runtimes removed. */

import { blocker, concerning, gate, notice, removedRuntime } from "../engine/notices.ts";
import { release } from "../engine/release.ts";
import type { Answers } from "./answers.ts";
import { guide, sample } from "./guide.ts";
import { isTooShort } from "./retention.ts";
import { isDriverlessAi, isMlflow, isPythonBefore } from "./runtimes.ts";
import { numberedValues } from "./values.ts";

const announcement = "Announcement: Upcoming Java MOJO Runtime removal";
const runtimes = guide("Scoring runtimes");
const client = guide("Python client");
const conda = guide("Removal of Conda from Wave app");
const retention = guide("Monitoring data retention");
const emissary = guide("Emissary");
const other = guide("Other changes");

export const mlops_0_67 = release<Answers>({
  version: "0.67.0",
  heading: "From 0.66.1 to 0.67.0",
  values: numberedValues,
  rules: [
    gate("gateway-api", {
      when: "before",
      say: "Deployments are exposed through Gateway API. Install its CRDs and Envoy Gateway in the cluster.",
      check: "kubectl get crd httproutes.gateway.networking.k8s.io && kubectl get gatewayclass",
      source: emissary("Gateway API implemented with Envoy Gateway."),
    }),
    notice("emissary-crds", {
      severity: "breaking",
      say: "MLOps no longer uses Emissary's CRDs. Give everything else that relies on them a route of its own.",
      source: emissary("Emissary's CRDs are no longer used."),
    }),
    notice("httproute", {
      severity: "breaking",
      say: "Each deployment gets an HTTPRoute. Rules written for Emissary's Mappings do not apply to it.",
      source: emissary("For mapping deployments to http, Gateway API's HTTPRoute CRD is used."),
    }),
    notice("scaled-to-zero-body", {
      severity: "breaking",
      say: "A deployment at zero replicas no longer returns the error text that asks to scale it up. Change clients that show that text or search for it.",
      source: emissary(
        "This means that if a deployment is scaled down, the following custom error body is no longer displayed: Deployment is scaled down to zero replicas. Please increase the number of replicas to use the deployment.",
      ),
    }),
    notice("scaled-to-zero-status", {
      severity: "breaking",
      say: "A deployment at zero replicas returns status 500 instead of 503. Change probes, alerts and retries that expect 503.",
      source: emissary("If a deployment is scaled down, error code 500 is thrown instead of 503."),
    }),
    ...removedRuntime<Answers>("dai-1-10-4-3", {
      runs: (deployment) => isDriverlessAi(deployment, { upTo: "1.10.4.3" }),
      say: "Runtimes for Driverless AI 1.10.4.3 and earlier are removed. Deploy a model of a newer Driverless AI first.",
      source: runtimes("Runtimes for DAI 1.10.4.3 and older are removed as of MLOps version 0.67.0."),
    }),
    ...removedRuntime<Answers>("mlflow-before-python-3-8", {
      runs: (deployment) => isMlflow(deployment) && isPythonBefore(deployment, "3.8"),
      say: "MLflow runtimes for Python versions before 3.8 are removed. Deploy the model for Python 3.8 or later first.",
      source: runtimes("MLflow runtimes support Python 3.8 and later starting with MLOps version 0.67.0."),
    }),
    notice("mlflow-image-size", {
      severity: "info",
      where: concerning(isMlflow),
      say: "MLflow runtime images are twice as large. Pods start more slowly on nodes that have not pulled the image yet.",
      source: runtimes("MLflow Runtimes images are twice as large now."),
    }),
    notice("java-mojo-announced", {
      severity: "action",
      say: "The removal of the Java MOJO runtime was announced for 0.69. It is removed in 1.1, where dai-mojo-scorer replaces it.",
      source: guide(announcement)("The Java MOJO Runtime was removed in H2O MLOps version 1.1."),
    }),
    notice("java-mojo-to-cpp", {
      severity: "info",
      say: "Until 1.1, the C++ MOJO runtime runs the same models and supports more algorithms.",
      source: sample(announcement)(
        "Users are advised to migrate to the C++ MOJO Runtime, which is a 1:1 mapping of the Java runtime",
      ),
    }),
    notice("python-client-0-67", {
      severity: "action",
      say: "The Python client is h2o-mlops and needs Python 3.9. Code written for the legacy client keeps working once h2o-mlops is imported. (An earlier text of the guide calls it mlops-python-client.)",
      source: client("The minimum Python version required for the client is Python 3.9."),
    }),
    notice("conda", {
      severity: "breaking",
      say: "Models of other frameworks can no longer be uploaded as pickle files. Package them with MLflow.",
      source: conda("third-party models can no longer be uploaded to the MLOps frontend using serialized Pickle files"),
    }),
    notice("retention", {
      severity: "info",
      say: "The retention period of monitoring data in InfluxDB can be set per project, with monitor_influxdb_per_project_data_retention_period or the environment variable that it sets for the deployer. If unset, the data is kept forever.",
      source: retention("Minimum retention period is 1h and the max is INF."),
    }),
    blocker("retention-too-short", {
      where: isTooShort,
      say: "The retention period must be INF or a duration of at least 1h, such as 720h.",
      source: retention("Minimum retention period is 1h and the max is INF."),
    }),
    notice("external-registry", {
      severity: "breaking",
      say: "The external model registry is removed. Register its models in MLOps.",
      source: other("External model registry is removed as of version 0.67.0."),
    }),
  ],
});
