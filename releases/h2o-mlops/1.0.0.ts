/** H2O MLOps 0.70.0 to 1.0.0: workspaces, new monitoring, authorization always enabled. */

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
    say: "A migration Job of 1.0 migrates monitoring. It must complete before a later release is deployed.",
    source: migration(
      "To migrate legacy monitoring data and existing deployments, MLOps 1.0.0 includes a migration job.",
    ),
  },

  edits: [
    rename(keyBelow("matchExpression", /affinit(y|ies)|toleration/i), "matchExpressions", {
      reason: "The field has the name that Kubernetes uses.",
      source: helm(
        "In Affinity and Tolerations configuration, the field matchExpression has been replaced by the matchExpressions.",
      ),
    }),
    set("apiGateway.authorization.allowedUserRoles", [], {
      when: isAuthorizationOff,
      reason:
        "Authorization was disabled and is always enabled in 1.0. An empty list of roles admits every user, as before.",
      source: helm("please make sure to keep the apiGateway.authorization.allowedUserRoles set to []."),
    }),
    remove("apiGateway.authorization.enabled", { reason: "Authorization is always enabled.", source: authorization }),
    merge([], monitoringMigration, {
      reason: "Monitoring data and deployments are migrated to the new monitoring.",
      source: migration("To enable the migration, you must also enable the new monitoring."),
    }),
  ],

  rules: [
    blocker("migrate-monitoring", {
      where: only(asksForMigration),
      say: "Deployments have monitoring, which 1.0 replaces. State whether its data and settings are migrated. Without the migration, these deployments lose their monitoring and its history.",
      answer: "migrateMonitoring",
      source: migration(
        "deployments created before MLOps 1.0.0 do not have monitoring enabled, and historical scoring metrics are unavailable unless you run the migration.",
      ),
    }),
    blocker("monitoring-at-zero-replicas", {
      where: only(({ answers }) => answers.migrateMonitoring !== false, deployed(isMonitoredAtZero)),
      say: "The deployment has monitoring but no replicas, so its monitoring would not be migrated. Scale it to at least 1 replica first.",
      source: migration("Deployments scaled to 0 will be not migrated."),
    }),
    blocker("monitoring-migration-alone", {
      where: only(isMigrationAlone, present("mlops.config.models.monitoringMigrationEnabled")),
      say: "The migration of monitoring is enabled without the new monitoring. Set mlops.config.models.monitoringEnabled to true as well.",
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
      severity: "breaking",
      where: only(({ answers }) => answers.migrateMonitoring === false, deployed(isMonitored)),
      say: "The deployment's monitoring is not migrated. Enable monitoring for it again; its history is lost.",
      source: migration("Migration is optional. New monitoring works for newly created deployments without migration."),
    }),
    notice("monitoring-options", {
      severity: "action",
      say: "Monitoring is off unless a deployment enables it. Configure it with MonitoringOptions of the Python client.",
      source: monitoring(
        "Monitoring is disabled by default and must be explicitly enabled during or after deployment.",
      ),
    }),
    notice("kafka-sink", {
      severity: "info",
      say: "A Kafka sink can be configured for each model.",
      source: monitoring("Kafka sink configuration is now more granular and can be set on a per-model basis."),
    }),

    notice("workspaces", {
      severity: "breaking",
      say: "Projects are replaced by workspaces, in the user interface and in the Python client.",
      source: guide("Workspace integration")("All projects have been migrated to Workspaces"),
    }),
    notice("python-client-1-4-0", {
      severity: "breaking",
      say: "Only h2o-mlops 1.4.0 and later is supported as Python client, and the generated legacy client no longer works. Move code to it before the upgrade.",
      source: guide("Python client")("Only the h2o-mlops 1.4.0 and higher is supported."),
    }),
    notice("wave-ui", {
      severity: "breaking",
      say: "The Wave user interface is removed. MLOps is part of the H2O AI Cloud user interface.",
      source: wave("the legacy Wave-based user interface is no longer available."),
    }),
    notice("admin-analytics", {
      severity: "breaking",
      say: "The Admin Analytics Wave app is removed. The new user interface covers its functions.",
      source: wave("The Admin Analytics Wave app has also been removed"),
    }),
    notice("hash-passphrase", {
      severity: "breaking",
      say: "With a hashed security option, code must pass the passphrase itself. The backend hashes it.",
      source: hashing("hash-based security options require you to provide the passphrase directly."),
    }),
    notice("hash-passphrase-kept", {
      severity: "action",
      say: "Store the passphrase in a safe place. It can't be retrieved after it is submitted.",
      source: hashing("you won't be able to retrieve it after it's submitted."),
    }),
  ],
});
