/** H2O MLOps 0.70.0 to 1.0.0: workspaces, new monitoring, authorization always on. */

import { merge, remove, rename, set } from "../engine/edits.ts";
import { blocker, deployed, gate, notice, only, present } from "../engine/notices.ts";
import { keyBelow } from "../engine/places.ts";
import { release } from "../engine/release.ts";
import type { Answers } from "./answers.ts";
import { guide } from "./guide.ts";
import {
  asksForMigration,
  isMigrationAlone,
  isMonitored,
  isMonitoredAtZero,
  migratesMonitoring,
  monitoringMigration,
} from "./monitoring.ts";
import { isAuthorizationOff } from "./roles.ts";
import { namedValues } from "./values.ts";

const helm = guide("Helm chart changes");
const hashing = guide("Hash security option changes");
const migration = guide("Migrate from old monitoring to new monitoring");
const monitoring = guide("Monitoring setup changes");
const wave = guide("Removal of Wave UI");

const authorization = helm(
  "The option apiGateway.authorization.enabled has been removed as authorization is now automatically used on API Gateway.",
);

export const mlops_1_0 = release<Answers>({
  version: "1.0.0",
  heading: "From 0.70.0 to 1.0.0",
  values: namedValues,

  stop: {
    when: migratesMonitoring,
    say: "Monitoring is migrated by a Job of 1.0: it must be done before a later release.",
    source: migration(
      "To migrate legacy monitoring data and existing deployments, MLOps 1.0.0 includes a migration job.",
    ),
  },

  edits: [
    rename(keyBelow("matchExpression", /affinit(y|ies)|toleration/i), "matchExpressions", {
      reason: "The field is called as Kubernetes calls it.",
      source: helm(
        "In Affinity and Tolerations configuration, the field matchExpression has been replaced by the matchExpressions.",
      ),
    }),
    set("apiGateway.authorization.allowedUserRoles", [], {
      when: isAuthorizationOff,
      reason: "Authorization was off. It is always on now, and without roles it lets everybody in, as before.",
      source: helm("please make sure to keep the apiGateway.authorization.allowedUserRoles set to []."),
    }),
    remove("apiGateway.authorization.enabled", { reason: "Authorization is always on.", source: authorization }),
    merge([], monitoringMigration, {
      reason: "Monitoring data and deployments are brought to the new monitoring.",
      source: migration("To enable the migration, you must also enable the new monitoring."),
    }),
  ],

  rules: [
    blocker("migrate-monitoring", {
      where: only(asksForMigration),
      say: "Deployments have monitoring, which is new in 1.0. Say whether its data and settings are migrated; otherwise these deployments go on without monitoring, and without their history.",
      answer: "migrateMonitoring",
      source: migration(
        "deployments created before MLOps 1.0.0 do not have monitoring enabled, and historical scoring metrics are unavailable unless you run the migration.",
      ),
    }),
    blocker("monitoring-at-zero-replicas", {
      where: only(({ answers }) => answers.migrateMonitoring !== false, deployed(isMonitoredAtZero)),
      say: "The deployment has monitoring and no replica, so its monitoring would not be migrated. Scale it to at least 1 first.",
      source: migration("Deployments scaled to 0 will be not migrated."),
    }),
    blocker("monitoring-migration-alone", {
      where: only(isMigrationAlone, present("mlops.config.models.monitoringMigrationEnabled")),
      say: "The migration of monitoring is on without the new monitoring: set mlops.config.models.monitoringEnabled to true as well.",
      source: migration("You cannot enable only the migration."),
    }),
    gate("monitored-deployments-scaled-up", {
      when: "before",
      where: only(migratesMonitoring),
      say: "All deployments with monitoring must have at least 1 replica while the migration runs.",
      check: "kubectl get deployments --all-namespaces",
      source: migration(
        "Before you run the migration, scale all deployments with monitoring enabled to at least 1 replica.",
      ),
    }),
    gate("monitoring-migrated", {
      when: "after",
      where: only(migratesMonitoring),
      say: "The Job that migrates monitoring must complete.",
      check: "kubectl get jobs --all-namespaces",
      source: migration(
        "To migrate legacy monitoring data and existing deployments, MLOps 1.0.0 includes a migration job.",
      ),
    }),
    notice("monitoring-not-migrated", {
      where: only(({ answers }) => answers.migrateMonitoring === false, deployed(isMonitored)),
      say: "Monitoring is not migrated: it must be enabled for the deployment anew, and its history is gone.",
      source: migration("Migration is optional. New monitoring works for newly created deployments without migration."),
    }),
    notice("monitoring-options", {
      say: "Monitoring is set with MonitoringOptions of the Python client, and is off unless a deployment enables it.",
      source: monitoring(
        "Monitoring is disabled by default and must be explicitly enabled during or after deployment.",
      ),
    }),
    notice("kafka-sink", {
      say: "A Kafka sink can be set for each model.",
      source: monitoring("Kafka sink configuration is now more granular and can be set on a per-model basis."),
    }),

    notice("workspaces", {
      say: "Projects become workspaces, in the user interface and in the Python client.",
      source: guide("Workspace integration")("All projects have been migrated to Workspaces"),
    }),
    notice("python-client-1-4-0", {
      say: "Only the Python client h2o-mlops 1.4.0 and later works, and the generated legacy client does not. Move code over first.",
      source: guide("Python client")("Only the h2o-mlops 1.4.0 and higher is supported."),
    }),
    notice("wave-ui", {
      say: "The Wave user interface is gone: MLOps is part of the H2O AI Cloud user interface.",
      source: wave("the legacy Wave-based user interface is no longer available."),
    }),
    notice("admin-analytics", {
      say: "So is the Admin Analytics app, which the new interface covers.",
      source: wave("The Admin Analytics Wave app has also been removed"),
    }),
    notice("hash-passphrase", {
      say: "With a hashed security option, code passes the passphrase itself: the backend hashes it.",
      source: hashing("hash-based security options require you to provide the passphrase directly."),
    }),
    notice("hash-passphrase-kept", {
      say: "Keep the passphrase in a safe place: it can't be read back.",
      source: hashing("you won't be able to retrieve it after it's submitted."),
    }),
  ],
});
