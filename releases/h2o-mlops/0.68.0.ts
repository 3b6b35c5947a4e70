/** H2O MLOps 0.67.x to 0.68.0: models move to a bucket, security options get names, telemetry becomes a Deployment. */

import { move, remove, setDefault, translate } from "../engine/edits.ts";
import { blocker, concerning, deployed, gate, notice, only, present, removedRuntime } from "../engine/notices.ts";
import { env } from "../engine/places.ts";
import { release } from "../engine/release.ts";
import type { Answers } from "./answers.ts";
import { guide } from "./guide.ts";
import { hasExtraRuntimeName, isHydrogenTorch, isMlflow, isPickle, isPythonBefore, isScaledAbove } from "./runtimes.ts";
import { namedSecurityOptions } from "./securityOptions.ts";
import { isOnVolume, migrateMode, mustMigrate, repairs } from "./storage.ts";
import { namedValues } from "./values.ts";

const cloud = guide("Cloud migration information: MLOps storage");
const helm = guide("Helm changes");
const hydrogenTorch = guide("Removal of HT runtime based on Python 3.8");
const migrating = guide("Deploy storage in MIGRATE mode");
const options = guide("Restructured environment security options");
const pickle = guide("Pickle runtime based on Python 3.12");
const replicas = guide("Configure maximum number of Kubernetes replicas");
const scheduler = guide("Scheduler routine for MLOps Telemetry");
const telemetry = guide("Deployment of MLOps Telemetry as a long-running microservice");
const vpa = guide("(Optional) Vertical Pod Autoscaler (VPA) support");
const vpaChanges = guide("Key changes");

export const mlops_0_68 = release<Answers>({
  version: "0.68.0",
  heading: "From 0.67.x to 0.68.0",
  values: namedValues,

  stop: {
    when: ({ values }) => isOnVolume(values),
    say: "Models are on a volume, and only 0.68 has the migrator Job that copies them to a bucket. Deploy 0.68 in MIGRATE mode.",
    source: guide("Installation instructions")("Deploy storage in MIGRATE mode"),
  },

  edits: [
    ...repairs,
    translate("securityOptions", namedSecurityOptions, {
      asks: ["securityOptions", "securityDefault"],
      reason: "Security options have names instead of numbers: activated lists them, and default is one of them.",
      source: options(
        "activated security options are configured in the values.yaml file (charts/mlops/values.yaml) using the security option name.",
      ),
    }),
    move("deploymentEnvironment.corsOrigin", "global.cors.allowedOrigin", {
      reason: "The allowed origin is a setting of the whole platform.",
      source: helm("deploymentEnvironment.corsOrigin has been removed. Use global.cors.allowedOrigin instead."),
    }),
    remove(env("ENABLE_USER_EXTERNALID_UPDATE", { below: "storage" }), {
      reason: "Storage no longer reads this environment variable.",
      source: helm("the ENABLE_USER_EXTERNALID_UPDATE environment variable has been removed from storage"),
    }),
    setDefault("maxDeploymentReplicas", 5, {
      reason: "This is the maximum number of replicas of a new deployment.",
      source: replicas("By default, the maxDeploymentReplicas value is set to 5."),
    }),
    ...migrateMode,
  ],

  rules: [
    blocker("object-store", {
      where: only((context) => mustMigrate(context) && !context.answers.objectStore, present("storage.persistence")),
      say: "Models are on a volume and must be copied to a bucket. Give the bucket, its region and the identity that may use it.",
      answer: "objectStore",
      source: cloud("H2O MLOps will no longer support PVCs for storage, transitioning instead to cloud blob storage."),
    }),
    gate("volume-backup", {
      when: "before",
      where: only(({ values }) => isOnVolume(values)),
      say: "Take a snapshot of the storage volume before its models are copied.",
      check: "kubectl get volumesnapshots --all-namespaces",
      source: migrating(
        "Only follow the instructions in this section if MLOps storage was previously deployed with LOCAL mode using a Kubernetes PVC as the storage.",
      ),
    }),
    gate("storage-migrated", {
      when: "after",
      where: only(({ values }) => isOnVolume(values)),
      say: "The storage migrator Job must complete before 0.69 is deployed, since 0.69 reads the bucket only.",
      check: "kubectl get jobs --all-namespaces",
      confirmedBy: "storageMigrated",
      source: cloud(
        "All the data migrations steps will be taken care of by MLOps when MLOps storage is deployed in the MIGRATE mode",
      ),
    }),
    notice("blob-storage", {
      severity: "action",
      say: "Models are stored in blob storage: S3, Google Cloud Storage, Azure Blob Storage or MinIO. If they are still on a volume, deploy 0.68 in MIGRATE mode.",
      source: cloud(
        "MLOps storage will support blob storage from all three major cloud providers—AWS, Azure, and GCP—as well as Minio for on-premises installations.",
      ),
    }),
    notice("no-downtime", {
      severity: "info",
      where: only(({ values }) => isOnVolume(values)),
      say: "Models stay reachable while the migrator copies them.",
      source: cloud("End users shouldn't experience any down time or data loss while the migration is in progress."),
    }),

    notice("default-security", {
      severity: "breaking",
      say: "New deployments require a passphrase, stored as plain text, unless another security option is the default. Until now deployments were not secured by default.",
      source: guide("Default deployment security option")(
        "the default security option for deployment is PASSPHRASE_HASH_TYPE_PLAINTEXT. Prior to this version, deployments were not secured by default.",
      ),
    }),
    notice("client-no-security", {
      severity: "breaking",
      say: "In code that uses the Python client, create_single requires security_options. Pass disabled_security=True for no security.",
      source: options(
        "Users of MLOps assembly v0.68.0 or above must set disabled_security=True to use the No Security option.",
      ),
    }),

    notice("telemetry-cron-job", {
      severity: "action",
      say: "Telemetry is no longer a cron job of storage. Remove the cron job's settings from the storage component; the guide does not name their keys.",
      source: telemetry(
        "Remove the cron job configuration from the MLOps storage component in the Helm configuration.",
      ),
    }),
    notice("telemetry-component", {
      severity: "action",
      say: "Telemetry is a component of its own. Below telemetry, set enabled, image.repository, image.tag, replicaCount, nodeSelector, tolerations, podSecurityContext.enabled, containerSecurityContext.enabled, serviceAccount.name, serverAddress and config.logLevel.",
      source: telemetry("Implement it as a separate telemetry component within Helm."),
    }),
    notice("telemetry-interval", {
      severity: "action",
      say: "Telemetry publishes every SCHEDULER_INTERVAL_SECONDS seconds, by default 300. The cron job's schedule is not carried over.",
      source: scheduler("SCHEDULER_INTERVAL_SECONDS=300"),
    }),

    ...removedRuntime<Answers>("mlflow-python-3-8", {
      runs: (deployment) => isMlflow(deployment) && isPythonBefore(deployment, "3.9"),
      say: "The MLflow runtime for Python 3.8 is removed. Deploy the model for a later Python first.",
      source: guide("Removal of MLflow runtimes based on Python 3.8")(
        "MLflow runtimes based on Python 3.8 have been removed in MLOps version 0.68.0.",
      ),
    }),
    ...removedRuntime<Answers>("hydrogen-torch-python-3-8", {
      runs: (deployment) =>
        isHydrogenTorch(deployment) && isPythonBefore(deployment, "3.9") && !hasExtraRuntimeName(deployment),
      say: "The Hydrogen Torch runtime for Python 3.8 is no longer included by default. Register it as an extra runtime, with a name like python-scorer_hydrogen_torch_<name>38<name>.",
      source: hydrogenTorch(
        "The runtime name must adhere to this pattern: (python-scorer_hydrogen_torch_)(\\w*)(38)(\\w*).",
      ),
    }),
    gate("hydrogen-torch-extra-runtime", {
      when: "before",
      where: deployed(
        (deployment) =>
          isHydrogenTorch(deployment) && isPythonBefore(deployment, "3.9") && hasExtraRuntimeName(deployment),
      ),
      say: "Deployments use the Hydrogen Torch runtime for Python 3.8. Register it as an extra runtime.",
      check: "helm get values <release> --namespace <namespace>",
      source: hydrogenTorch("you can still use this runtime by registering it through extra runtimes."),
    }),
    notice("hydrogen-torch-loader", {
      severity: "info",
      where: concerning((deployment) => isHydrogenTorch(deployment) && isPythonBefore(deployment, "3.9")),
      say: "The user interface offers the extra runtime only for models whose loader module is mlflow.pyfunc.model.",
      source: hydrogenTorch("The mlflow/flavors/python_function/loader_module must match mlflow.pyfunc.model."),
    }),
    notice("pickle-python-3-12", {
      severity: "breaking",
      where: concerning(isPickle),
      say: "The pickle runtime is based on Python 3.12. Update the model to work with it.",
      source: pickle("Update your models to work with Python 3.12."),
    }),
    notice("pickle-python-3-8", {
      severity: "action",
      where: concerning(isPickle),
      say: "For models that can't be updated, keep the runtime for Python 3.8: replace the image pickle-3.12.7 with pickle-3.8.18 when installing MLOps.",
      source: pickle(
        "the original pickle runtime based on Python 3.8.18 can be configured during MLOps installation by replacing the pickle-3.12.7 image with pickle-3.8.18.",
      ),
    }),
    notice("replicas-above-maximum", {
      severity: "action",
      where: (context) => deployed<Answers>((deployment) => isScaledAbove(deployment, context.values))(context),
      say: "The deployment has more replicas than maxDeploymentReplicas allows for a new one. Raise maxDeploymentReplicas before creating it again.",
      source: replicas(
        "you can configure the maximum number of Kubernetes replicas that can be specified when creating a new deployment.",
      ),
    }),

    notice("vpa", {
      severity: "info",
      say: "The deployer supports the Vertical Pod Autoscaler. It is optional and activated on request.",
      source: vpa("Note that VPA activation is optional and performed upon request."),
    }),
    notice("vpa-prerequisites", {
      severity: "action",
      say: "To use the Vertical Pod Autoscaler, the cluster must run its CRDs and controllers, and the Metrics Server.",
      source: vpa("the VPA CRDs and controllers are up and running alongside the Metrics Server."),
    }),
    notice("vpa-limits", {
      severity: "info",
      say: "With the Vertical Pod Autoscaler, resource limits of scoring apps can change with demand.",
      source: vpaChanges("allowing for the dynamic adjustment of their resource limits based on real-time demand."),
    }),
    notice("fabric8", {
      severity: "info",
      say: "Scoring apps no longer use Fabric8's createOrReplace, which was deprecated.",
      source: vpaChanges("Removed the deprecated Fabric8 createOrReplace usage in the Scoring Apps."),
    }),
  ],
});
