/** H2O MLOps 0.66.1 to 0.67.0: Gateway API instead of Emissary, older runtimes gone. */

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
      say: "Deployments are reached through Gateway API: its CRDs and Envoy Gateway must be in the cluster.",
      check: "kubectl get crd httproutes.gateway.networking.k8s.io && kubectl get gatewayclass",
      source: emissary("Gateway API implemented with Envoy Gateway."),
    }),
    notice("emissary-crds", {
      say: "Emissary's CRDs are not used any more: what else relied on them needs a route of its own.",
      source: emissary("Emissary's CRDs are no longer used."),
    }),
    notice("httproute", {
      say: "Each deployment gets an HTTPRoute. Rules written for Emissary's Mappings do not apply to it.",
      source: emissary("For mapping deployments to http, Gateway API's HTTPRoute CRD is used."),
    }),
    notice("scaled-to-zero-body", {
      say: "A deployment at zero replicas no longer answers with the text that tells to scale it up. Clients that show it, or look for it, must change.",
      source: emissary(
        "This means that if a deployment is scaled down, the following custom error body is no longer displayed: Deployment is scaled down to zero replicas. Please increase the number of replicas to use the deployment.",
      ),
    }),
    notice("scaled-to-zero-status", {
      say: "A deployment at zero replicas answers with 500 instead of 503: probes, alerts and retries that wait for 503 must change.",
      source: emissary("If a deployment is scaled down, error code 500 is thrown instead of 503."),
    }),
    ...removedRuntime<Answers>("dai-1-10-4-3", {
      runs: (deployment) => isDriverlessAi(deployment, { upTo: "1.10.4.3" }),
      say: "There is no runtime any more for Driverless AI 1.10.4.3 and older. Deploy a model of a newer Driverless AI first.",
      source: runtimes("Runtimes for DAI 1.10.4.3 and older are removed as of MLOps version 0.67.0."),
    }),
    ...removedRuntime<Answers>("mlflow-before-python-3-8", {
      runs: (deployment) => isMlflow(deployment) && isPythonBefore(deployment, "3.8"),
      say: "MLflow runtimes start at Python 3.8. Deploy a model for Python 3.8 or later first.",
      source: runtimes("MLflow runtimes support Python 3.8 and later starting with MLOps version 0.67.0."),
    }),
    notice("mlflow-image-size", {
      where: concerning(isMlflow),
      say: "MLflow runtime images are twice as large: pods take longer to start where the image is not there yet.",
      source: runtimes("MLflow Runtimes images are twice as large now."),
    }),
    notice("java-mojo-announced", {
      say: "The Java MOJO runtime will go. It was announced for 0.69 and is gone as of 1.1, where dai-mojo-scorer replaces it.",
      source: guide(announcement)("The Java MOJO Runtime was removed in H2O MLOps version 1.1."),
    }),
    notice("java-mojo-to-cpp", {
      say: "Until then the C++ MOJO runtime takes the same models, and more algorithms besides.",
      source: sample(announcement)(
        "Users are advised to migrate to the C++ MOJO Runtime, which is a 1:1 mapping of the Java runtime",
      ),
    }),
    notice("python-client-0-67", {
      say: "The Python client is h2o-mlops and needs Python 3.9. Importing it is enough to go on with code of the legacy client. (An earlier text of the guide calls it mlops-python-client.)",
      source: client("The minimum Python version required for the client is Python 3.9."),
    }),
    notice("conda", {
      say: "Models of other frameworks can't be uploaded as pickle files any more: package them with MLflow.",
      source: conda("third-party models can no longer be uploaded to the MLOps frontend using serialized Pickle files"),
    }),
    notice("retention", {
      say: "How long monitoring data stays in InfluxDB can be set per project: monitor_influxdb_per_project_data_retention_period, or the variable it sets for the deployer. Unset, it stays for ever.",
      source: retention("Minimum retention period is 1h and the max is INF."),
    }),
    blocker("retention-too-short", {
      where: isTooShort,
      say: "The retention period must be INF or a duration of at least 1h, such as 720h.",
      source: retention("Minimum retention period is 1h and the max is INF."),
    }),
    notice("external-registry", {
      say: "There is no external model registry any more: its models must be registered in MLOps.",
      source: other("External model registry is removed as of version 0.67.0."),
    }),
  ],
});
