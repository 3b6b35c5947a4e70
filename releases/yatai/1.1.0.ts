/** Yatai 1.0 to 1.1: a third chart builds the images and has the settings of the registry. */

import { type JsonMap, valueAt } from "../../lib/json.ts";
import { merge, move, remove } from "../engine/edits.ts";
import { gate, inUse, notice, present } from "../engine/notices.ts";
import { release } from "../engine/release.ts";
import { chart, nextGuide, page } from "./guide.ts";
import { spelling } from "./objectStore.ts";
import { values_1_1 } from "./values.ts";
import { isTagOf10 } from "./workload.ts";

const breaking = nextGuide("Breaking Changes");
const builder = chart("yatai-image-builder", "1.1.0");
const deployment = chart("yatai-deployment", "1.1.21");

const built = {
  reason: "yatai-image-builder now builds and pushes the images.",
  source: breaking("yatai-deployment remove the dependency of docker registry"),
};

const system = {
  reason: "The key is named yataiSystem in the new charts.",
  source: deployment("yataiSystem")('serviceAccountName: "yatai"'),
};

const tag = {
  reason: "The tag names an image of 1.0. The chart of 1.1 sets its own.",
  source: chart("yatai", "1.1.13")("image")("# Overrides the image tag whose default is the chart appVersion."),
};

export const yatai_1_1 = release({
  version: "1.1.0",
  heading: "Migration yatai-deployment from 1.0.x to 1.1.x",
  values: values_1_1,

  edits: [
    ...spelling,
    remove("yatai.image.tag", { when: isTagOf10(["yatai", "image", "tag"]), ...tag }),
    remove("yatai-deployment.image.tag", { when: isTagOf10(["yatai-deployment", "image", "tag"]), ...tag }),

    merge("yatai-image-builder.yataiSystem", ({ values }) => systemOf(values), system),
    move("yatai-deployment.yataiServiceAccount.namespace", "yatai-deployment.yataiSystem.namespace", system),
    move("yatai-deployment.yataiServiceAccount.name", "yatai-deployment.yataiSystem.serviceAccountName", system),

    move("yatai-deployment.dockerRegistry", "yatai-image-builder.dockerRegistry", built),
    move("yatai-deployment.yatai", "yatai-image-builder.yatai", {
      reason: "yatai-image-builder holds the connection to Yatai.",
      source: builder("yatai")("endpoint: http://yatai.yatai-system.svc.cluster.local"),
    }),
    move("yatai-deployment.internalImages.kaniko", "yatai-image-builder.internalImages.kaniko", {
      ...built,
      source: builder("internalImages")("kaniko: quay.io/bentoml/kaniko:1.9.1"),
    }),
    remove("yatai-deployment.internalImages.curl", {
      reason: "A dedicated image downloads bentos.",
      source: builder("internalImages")("bentoDownloader: quay.io/bentoml/bento-downloader:0.0.1"),
    }),
    remove("yatai-deployment.imageBuilderPod.serviceAccountName", {
      reason: "The service account of builder pods is selected by its label.",
      source: page("installation/yatai_image_builder", "Installing yatai-image-builder")("Use AWS ECR with IAM Role")(
        "this label is used to identify the service account for the image builder pod creation.",
      ),
    }),
  ],

  rules: [
    gate("image-builder-crds", {
      when: "before",
      say: "The chart yatai-image-builder-crds must be installed in the namespace yatai-image-builder. If the CRDs exist already, first label them app.kubernetes.io/managed-by=Helm and annotate them meta.helm.sh/release-name=yatai-image-builder-crds and meta.helm.sh/release-namespace=yatai-image-builder.",
      check:
        "kubectl wait --for condition=established --timeout=120s crd/bentorequests.resources.yatai.ai crd/bentoes.resources.yatai.ai",
      source: nextGuide("3. Install yatai-image-builder-crds")(
        "kubectl label crd bentorequests.resources.yatai.ai app.kubernetes.io/managed-by=Helm",
      ),
    }),
    gate("registry-secret-1-1", {
      when: "before",
      where: inUse("yatai-deployment.dockerRegistry.passwordExistingSecretName"),
      say: "yatai-image-builder now reads the registry's password. Copy this Secret to its namespace.",
      check: "kubectl -n yatai-image-builder get secrets",
      source: chart("yatai-image-builder", "1.1.0", "templates/deployment.yaml")("DOCKER_REGISTRY_PASSWORD")(
        "name: {{ .Values.dockerRegistry.passwordExistingSecretName | quote }}",
      ),
    }),
    gate("deployment-uninstalled", {
      when: "before",
      say: "yatai-deployment 1.0 must be uninstalled once yatai-image-builder runs. BentoDeployments stay.",
      check: "! helm status yatai-deployment -n yatai-deployment",
      source: nextGuide("7. Uninstall the old yatai-deployment helm release")(
        "helm -n yatai-deployment uninstall yatai-deployment",
      ),
    }),
    gate("deployment-crds", {
      when: "before",
      say: "The chart yatai-deployment-crds must be installed in the namespace yatai-deployment. The CRD exists already: first label it app.kubernetes.io/managed-by=Helm and annotate it meta.helm.sh/release-name=yatai-deployment-crds and meta.helm.sh/release-namespace=yatai-deployment.",
      check: "kubectl wait --for condition=established --timeout=120s crd/bentodeployments.serving.yatai.ai",
      source: nextGuide("8. Install yatai-deployment-crds")(
        "It means you already have BentoDeployment CRD, you should use this command to fix it:",
      ),
    }),
    notice("image-builder-first", {
      severity: "action",
      say: "Install yatai-image-builder before yatai-deployment.",
      source: breaking("You need to install yatai-image-builder before installing yatai-deployment"),
    }),
    notice("same-minor", {
      severity: "action",
      say: "Use charts of the same minor version: yatai 1.1.x, yatai-deployment 1.1.x and yatai-image-builder 1.1.x. The newest published yatai-image-builder is a 1.2.",
      source: page("concepts/architecture", "Architecture")("Architecture")(
        "The versions of the Yatai and yatai-image-builder and yatai-deployment components need to be consistent in the minor version.",
      ),
    }),
    notice("image-builder-pod", {
      severity: "action",
      where: present("yatai-deployment.imageBuilderPod.serviceAccountName"),
      say: "Label the service account of builder pods, in the namespace yatai, with yatai.ai/yatai-image-builder-pod=true.",
      source: page("installation/yatai_image_builder", "Installing yatai-image-builder")("Use AWS ECR with IAM Role")(
        "kubectl label serviceaccount -n yatai yatai-image-builder-pod yatai.ai/yatai-image-builder-pod=true",
      ),
    }),
    notice("sessions-1-1", {
      severity: "breaking",
      say: "Every user has to sign in again, and the initialization token changes: the keys of both were in the Secret env, and the new chart reads them from yatai-env.",
      source: chart("yatai", "1.1.13", "templates/_helpers.tpl")("yatai.sessionSecretKey")(
        '(get $secretData "SESSION_SECRET_KEY") | default (randAlphaNum 16 | nospace | b64enc) | b64dec',
      ),
    }),
    notice("not-as-root", {
      severity: "breaking",
      say: "The pod of yatai-deployment no longer runs as root. A custom image must run as another user.",
      source: deployment("podSecurityContext")("runAsNonRoot: true"),
    }),
    notice("autoscaling", {
      severity: "breaking",
      where: inUse("yatai.autoscaling.enabled"),
      say: "The chart creates a HorizontalPodAutoscaler of autoscaling/v2beta1, which newer Kubernetes releases no longer serve. Check that the cluster serves it: kubectl api-versions",
      source: chart("yatai", "1.1.13", "templates/hpa.yaml")("HorizontalPodAutoscaler")(
        "apiVersion: autoscaling/v2beta1",
      ),
    }),
  ],
});

/** Namespace and service account of Yatai, for the new chart. */
function systemOf(values: JsonMap): JsonMap | undefined {
  const [namespace, serviceAccountName] = ["namespace", "name"].map((key) =>
    valueAt(values, ["yatai-deployment", "yataiServiceAccount", key]),
  );
  return { ...(namespace && { namespace }), ...(serviceAccountName && { serviceAccountName }) };
}
