/** H2O MLOps 0.69.x to 0.70.0: TLS of its own removed, IAM for databases, batch scoring built in. */
import { remove, setDefault } from "../engine/edits.ts";
import { blocker, gate, inUse, notice, only, removedRuntime } from "../engine/notices.ts";
import { release } from "../engine/release.ts";
import type { Answers } from "./answers.ts";
import { guide } from "./guide.ts";
import { isDriverlessAi, isPickle } from "./runtimes.ts";
import { namedValues } from "./values.ts";

const batch = guide("Transition from Scoring Client to native batch scoring");
const client = guide("Changes in the Python Client");
const driverlessAi = guide("Removal of support for older H2O Driverless AI versions");
const environments = guide("Removal of environment from Python Client and UI");
const helm = guide("Changes in Helm");
const iam = guide("Workload identity and IAM authentication");
const mtls = guide("Removal of mTLS");
const mtlsSteps = guide("Migration Steps");
const ui = guide("Changes in the UI");

const tlsKeys = [
  "tls",
  "storage.tls",
  "deployer.tls",
  "ingest.tls",
  "apiGateway.tls",
  "monitoringAppBackend.tls",
  "deployer.telemetry.auth.tlsEnabled",
  "telemetry.serverSecurityEnabled",
];

const serviceAuthentication = {
  issuerURL: "https://kubernetes.default.svc",
  validateIssuer: false,
  useKubernetesHTTPClient: true,
};

export const mlops_0_70 = release<Answers>({
  version: "0.70.0",
  heading: "From 0.69.x to 0.70.0",
  values: namedValues,

  edits: [
    ...tlsKeys.map((key) =>
      remove<Answers>(key, {
        reason: "MLOps no longer configures TLS between its services.",
        source: helm(`Config ${key} has been removed.`),
      }),
    ),
    ...Object.entries(serviceAuthentication).map(([key, value]) =>
      setDefault<Answers>(`storage.auth.service.${key}`, value, {
        reason: "Services authenticate with the tokens of their service accounts.",
        source: helm(`${key}: ${JSON.stringify(value)}`),
      }),
    ),
  ],

  rules: [
    blocker("mtls", {
      where: only(({ answers }) => answers.mtls === undefined, inUse(...tlsKeys)),
      say: "TLS between services is configured here, and 0.70 removes it. State whether a service mesh provides it instead (mesh) or nothing does (none).",
      answer: "mtls",
      source: mtls(
        "For environments requiring mTLS communication between MLOps services, this should now be handled by a service mesh solution (such as Istio).",
      ),
    }),
    gate("service-mesh", {
      when: "before",
      where: only(({ answers }) => answers.mtls === "mesh", inUse(...tlsKeys)),
      say: "The service mesh must provide mTLS between the services of MLOps and manage the certificates.",
      check: "kubectl get peerauthentications.security.istio.io --all-namespaces",
      source: mtlsSteps("Implement a service mesh solution to manage mTLS between services."),
    }),
    notice("mtls-jobs", {
      severity: "action",
      where: inUse(...tlsKeys),
      say: "Kubernetes Jobs that created certificates for mTLS are no longer needed. Remove them.",
      source: mtlsSteps("Remove any existing Kubernetes job configurations for mTLS."),
    }),
    notice("service-account-tokens", {
      severity: "action",
      say: "Services authenticate to each other with service account tokens instead of SPIFFE identities. If the issuer shown by kubectl get --raw /.well-known/openid-configuration is not https://kubernetes.default.svc, set storage.auth.service.issuerURL to it.",
      source: mtls("Version 0.70+ now uses service account tokens instead."),
    }),

    notice("connection-strings", {
      severity: "action",
      say: "The connection strings of storage, telemetry and deployer have a new form. The guide names no keys for them: change them wherever you set them.",
      source: iam(
        "Update the connection strings for these components to match the formats shown in the examples below:",
      ),
    }),
    notice("connection-string-storage", {
      severity: "action",
      say: "Storage and telemetry log in with IAM: postgres://<user>@<host>:5432/<database>?aws_iam_auth_enabled=true&aws_iam_auth_region=<region>&aws_iam_auth_user=<user>&aws_iam_auth_endpoint=<host>:5432",
      source: iam("Example of the mlops-storage and mlops-telemetry database connection string:"),
    }),
    notice("connection-string-deployer", {
      severity: "action",
      say: "The deployer logs in with a password: postgres://<host>/<database>?sslmode=<mode>&user=<user>&password=<password>, with user and password URL-encoded.",
      source: iam("Example of the mlops-deployer database connection string:"),
    }),

    ...removedRuntime<Answers>("dai-1-10-6-3", {
      runs: (deployment) => isDriverlessAi(deployment, { upTo: "1.10.6.3" }),
      say: "Driverless AI 1.10.6.3 and earlier is no longer supported: images 1.10.5, 1.10.5.1, 1.10.6, 1.10.6.1, 1.10.6.2 and 1.10.6.3, each -cuda11.2.2. Deploy a model of a newer Driverless AI first.",
      source: driverlessAi("support for H2O Driverless AI versions 1.10.6.3 and earlier has been discontinued."),
    }),
    ...removedRuntime<Answers>("pickle", {
      runs: isPickle,
      say: "The pickle runtime is removed. Package the model with MLflow first.",
      source: guide("Removal of Pickle Runtime")("the Pickle Runtime has been removed."),
    }),

    notice("batch-scoring", {
      severity: "breaking",
      say: "Batch scoring in MLOps replaces the Scoring Client. Move its jobs to the official Python client or to the user interface.",
      source: batch("replacing the H2O MLOps Scoring Client."),
    }),
    notice("environments", {
      severity: "info",
      say: "Environments are no longer shown to users. They still exist in the backend.",
      source: environments(
        "the environment feature has been removed from the user perspective in both the Python client and the UI.",
      ),
    }),
    notice("environments-ui", {
      severity: "info",
      say: "In the user interface, deployments are created without choosing an environment. They use PROD.",
      source: ui("Users no longer need to select an environment (e.g., PROD or DEV) when creating a deployment."),
    }),
    notice("environments-client", {
      severity: "breaking",
      say: "In code that uses the Python client 1.3.0 or later, replace project.environments.get(uid).deployments and .endpoints with project.deployments and project.endpoints, and read allowed_affinities and allowed_tolerations from the client.",
      source: client(
        "The environments property of the MLOpsProject instance is no longer available starting from client version 1.3.0.",
      ),
    }),
  ],
});
