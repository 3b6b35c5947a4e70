/** Yatai 0.4.6 to 1.0: two charts instead of one with operators; the database is dumped and restored. */

import { isEmpty, valueAt } from "../../lib/json.ts";
import { remove } from "../engine/edits.ts";
import { blocker, gate, inUse, notice, only } from "../engine/notices.ts";
import { release } from "../engine/release.ts";
import { compareVersions } from "../engine/versions.ts";
import { bringsDatabase, bringsObjectStore, bringsRegistry, hasExternalRegistry, isSplit } from "./bundled.ts";
import { databaseEdits } from "./database.ts";
import { bitnami, chart, guide, nextGuide } from "./guide.ts";
import { networkEdits } from "./network.ts";
import { objectStoreEdits, spelling } from "./objectStore.ts";
import { registryEdits } from "./registry.ts";
import { unreadAfter } from "./unread.ts";
import { values_1_0 } from "./values.ts";
import { workloadEdits } from "./workload.ts";

const backup = guide("1. Backup Your Data");
const variables = guide("2. Get Object Store Environment Variables");
const connection = guide("3. Test Object Store Connection");
const uninstall = guide("4. Uninstall Yatai and Yatai Component Operators");
const install = guide("5. Install Yatai");
const breaking = guide("Breaking Changes");
const downtime = guide("Down Time and Data Backup");
const deployment = chart("yatai-deployment", "1.0.13");

const edits = [
  ...workloadEdits,
  ...databaseEdits,
  ...objectStoreEdits,
  ...spelling,
  ...registryEdits,
  ...networkEdits,
  remove("dockerImageBuilder.privileged", {
    reason: "Kaniko builds the images and has no such setting.",
    source: deployment("internalImages")("kaniko: quay.io/bentoml/kaniko:1.9.1"),
  }),
];

export const yatai_1_0 = release({
  version: "1.0.0",
  heading: "Migration to Yatai 1.0",
  values: values_1_0,

  stop: {
    when: () => true,
    say: "1.1 can only be reached from 1.0. Deploy 1.0 with its data first.",
    source: nextGuide("Migration yatai-deployment from 1.0.x to 1.1.x")(
      "Migrating yatai-deployment to 1.1.0 requires you to have Yatai version 1.0.x.",
    ),
  },

  edits,

  rules: [
    blocker("before-0-4-6", {
      where: only(({ from }) => from.exact !== undefined && compareVersions(from.exact, "0.4.6") < 0),
      say: '1.0 can only be reached from 0.4.6, which the guide calls "0.46". Deploy 0.4.6 first.',
      source: guide("Migration")("Migrating data to Yatai 1.0 requires you to have Yatai version 0.46."),
    }),

    gate("database-backup", {
      when: "before",
      where: only(bringsDatabase),
      say: "The database in the cluster is deleted with the old chart. Dump it.",
      run: "kubectl port-forward --namespace yatai-system svc/yatai-postgresql 5433:5432 & sleep 6; PGPASSWORD=$(kubectl -n yatai-system get secret yatai-postgresql -o jsonpath='{.data.postgresql-password}' | base64 -d) pg_dump -h localhost -p 5433 -U postgres -F t yatai > /tmp/yatai.tar",
      check: "pg_restore --list /tmp/yatai.tar",
      source: backup("pg_dump -h localhost -p 5433 -U postgres -F t yatai > /tmp/yatai.tar"),
    }),
    notice("database-names", {
      severity: "action",
      where: only(
        bringsDatabase,
        inUse(
          "postgresql.nameOverride",
          "postgresql.existingSecret",
          "postgresql.postgresqlUsername",
          "postgresql.postgresqlDatabase",
        ),
      ),
      say: "The commands that dump the database use the Service and Secret yatai-postgresql, the user postgres and the database yatai. Replace them with the names that your values set. The new database has the names used in the commands that restore it.",
      source: backup("kubectl -n yatai-system get secret yatai-postgresql -o jsonpath='{.data.postgresql-password}'"),
    }),
    gate("object-store-secret", {
      when: "before",
      where: only(bringsObjectStore),
      say: "The keys of MinIO are in a Secret of another namespace, where Yatai can't read them. Copy the Secret.",
      run: "kubectl -n yatai-components get secret yatai-minio-secret -o json | jq '{apiVersion, kind, type, data, metadata: {name: .metadata.name}}' | kubectl -n yatai-system apply -f -",
      check:
        "kubectl -n yatai-system get secret yatai-minio-secret -o json | jq --exit-status '.data | .accesskey and .secretkey'",
      source: variables("kubectl -n yatai-components get secret yatai-minio-secret -o jsonpath='{.data.accesskey}'"),
    }),
    gate("object-store-connection", {
      when: "before",
      say: 'The object store must be reachable from the cluster. Set these environment variables to the endpoint and keys from the values; the command prints "successfully" if it is.',
      check: `kubectl run s3-client --rm --tty -i --restart='Never' --namespace yatai-system --env "AWS_ACCESS_KEY_ID=$S3_ACCESS_KEY" --env "AWS_SECRET_ACCESS_KEY=$S3_SECRET_KEY" --image quay.io/bentoml/s3-client:0.0.1 --command -- sh -c "s3-client -e http://$S3_ENDPOINT listbuckets && echo successfully"`,
      source: connection(`sh -c "s3-client -e http://$S3_ENDPOINT listbuckets && echo successfully"`),
    }),
    gate("registry-secret", {
      when: "before",
      where: only(hasExternalRegistry, inUse("externalDockerRegistry.existingSecret")),
      say: "yatai-deployment now reads the registry's password. Copy this Secret to its namespace.",
      check: "kubectl -n yatai-deployment get secrets",
      source: chart("yatai-deployment", "1.0.13", "templates/deployment.yaml")("DOCKER_REGISTRY_PASSWORD")(
        "name: {{ .Values.dockerRegistry.passwordExistingSecretName | quote }}",
      ),
    }),
    gate("cert-manager", {
      when: "before",
      say: "The webhook of yatai-deployment gets its certificate from cert-manager. Install cert-manager in the cluster.",
      check: "kubectl get crd certificates.cert-manager.io",
      source: chart("yatai-deployment", "1.0.13", "templates/certificate.yaml")("Certificate")(
        "apiVersion: cert-manager.io/v1",
      ),
    }),

    gate("yatai-uninstalled", {
      when: "before",
      say: "The old chart must be uninstalled. Its volumes stay; delete them by hand once 1.0 is verified.",
      run: "helm uninstall yatai -n yatai-system",
      check: "! helm status yatai -n yatai-system",
      source: uninstall("helm uninstall yatai -n yatai-system"),
    }),
    gate("components-uninstalled", {
      when: "before",
      say: "The components must be uninstalled.",
      run: "helm uninstall yatai -n yatai-components",
      check: "! helm status yatai -n yatai-components",
      source: uninstall("helm uninstall yatai -n yatai-components"),
    }),
    gate("image-populator-uninstalled", {
      when: "before",
      say: "The CSI driver for images must be uninstalled.",
      run: "helm uninstall yatai-csi-driver-image-populator -n yatai-components",
      check: "! helm status yatai-csi-driver-image-populator -n yatai-components",
      source: uninstall("helm uninstall yatai-csi-driver-image-populator -n yatai-components"),
    }),
    gate("operators-uninstalled", {
      when: "before",
      say: "All operators must be uninstalled. The operators for logging and monitoring have no replacement.",
      run: "helm list -n yatai-operators | tail -n +2 | awk '{print $1}' | xargs -I{} helm -n yatai-operators uninstall {}",
      check: `test -z "$(helm list --short -n yatai-operators)"`,
      source: uninstall(
        "helm list -n yatai-operators | tail -n +2 | awk '{print $1}' | xargs -I{} helm -n yatai-operators uninstall {}",
      ),
    }),
    gate("deployments-kept", {
      when: "before",
      say: "The CRD of BentoDeployments must still exist after that. Deleting it would delete all BentoDeployments.",
      check: "kubectl get crd bentodeployments.serving.yatai.ai && kubectl get bentodeployments --all-namespaces",
      source: downtime("The BentoDeployment CRD will stay online."),
    }),

    gate("database-restored", {
      when: "before",
      where: only(bringsDatabase),
      say: "Install the new PostgreSQL (chart postgresql-ha 10.0.6), create the database yatai, and restore the dump before Yatai first starts, since it creates its own tables. The guide reads the key postgresql-password, which the Secret of 10.0.6 does not have.",
      run: "kubectl port-forward --namespace yatai-system svc/postgresql-ha-pgpool 5433:5432 & sleep 6; PGPASSWORD=$(kubectl -n yatai-system get secret postgresql-ha-postgresql -o jsonpath='{.data.password}' | base64 -d) pg_restore -h localhost -p 5433 -U postgres -d yatai /tmp/yatai.tar",
      check:
        "PGPASSWORD=$(kubectl -n yatai-system get secret postgresql-ha-postgresql -o jsonpath='{.data.password}' | base64 -d) psql -h localhost -p 5433 -U postgres -d yatai -c '\\dt'",
      source: install(
        "After the PostgreSQL installation, you need to run the following command to restore the old data:",
      ),
    }),
    notice("bitnami-images", {
      severity: "action",
      where: only(bringsDatabase),
      say: "The images of that PostgreSQL chart are no longer in docker.io/bitnami. Set a registry that has them, or set another database in yatai.postgresql.",
      source: bitnami("bitnami/postgresql versioned tags are not resolvable (not found), while latest still pulls")(
        "the container images were removed from `docker.io/bitnami` and moved to `docker.io/bitnamilegacy`",
      ),
    }),
    notice("minio-kept", {
      severity: "action",
      where: only(bringsObjectStore),
      say: "Keep the MinIO in yatai-components, which holds all models. Do not install another.",
      source: install("You need to skip the installation of MinIO"),
    }),
    notice("registry-kept", {
      severity: "action",
      where: only(bringsRegistry),
      say: "Keep the registry in yatai-components, which holds all images. Do not install another. Nodes reach it at 127.0.0.1:5000.",
      source: guide("7. Install Yatai Deployment")(
        "You should skip the step of Docker Registry installation because it has already been done as a part of the migration.",
      ),
    }),

    notice("downtime", {
      severity: "breaking",
      say: "Yatai is unavailable from its uninstallation until its data is restored. BentoDeployments keep running.",
      source: downtime("Yatai will be down during migration until you reinstall and recover the data."),
    }),
    notice("observability", {
      severity: "breaking",
      say: "Logging and monitoring are no longer integrated. Set them up separately.",
      source: breaking("yatai now does not automatically integrate logging and monitoring."),
    }),
    notice("dependencies", {
      severity: "action",
      say: "Dependencies that the operators installed, such as an ingress controller, must be installed by hand.",
      source: breaking("But in v1.0.0, we removed this feature."),
    }),
    notice("ingress-class", {
      severity: "action",
      where: only(({ values }) => !isSplit(values) && isEmpty(valueAt(values, ["layers", "network", "ingressClass"]))),
      say: "No ingress class is set, and the chart of 1.0 defaults to nginx. If the cluster has another class, set yatai-deployment.layers.network.ingressClass.",
      source: deployment("layers.network")("ingressClass: nginx"),
    }),
    notice("namespaces", {
      severity: "action",
      where: only(({ values }) => !isSplit(values)),
      say: "Only BentoDeployments in the namespace yatai are reconciled. List other namespaces in yatai-deployment.bentoDeploymentNamespaces.",
      source: deployment("bentoDeploymentNamespaces")("bentoDeploymentNamespaces: ['yatai']"),
    }),
    notice("sessions", {
      severity: "breaking",
      say: "Every user has to sign in again, and the initialization token changes: the keys of both were in the Secret yatai, which is deleted with the old chart.",
      source: chart("yatai", "1.0.0", "templates/secret-env.yaml")("SESSION_SECRET_KEY")(
        'SESSION_SECRET_KEY: {{ include "yatai.sessionSecretKey" . | quote }}',
      ),
    }),
    notice("registry-of-images", {
      severity: "action",
      where: inUse("registry", "imagePullSecrets"),
      say: "This key applies to Yatai's own image only. yatai-deployment pulls its images from quay.io unless its own registry key is set as well.",
      source: deployment("registry")("registry: quay.io/bentoml"),
    }),
    notice("unread", {
      severity: "action",
      where: unreadAfter(edits),
      say: "No chart of 1.0 reads this key, so it was left where it is. If its value is still needed, move it below the Helm release that should use it.",
      source: breaking("Split Yatai into two components for better modularization and separation of concerns."),
    }),
  ],
});
