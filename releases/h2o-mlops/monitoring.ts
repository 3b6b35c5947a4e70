/** The new monitoring of 1.0 and its migration Job (guide: Migrate from old monitoring to new monitoring). */

import { type JsonMap, valueAt } from "../../lib/json.ts";
import { pathOf } from "../../lib/path.ts";
import type { Deployment } from "../engine/inventory.ts";
import type { Context } from "../engine/places.ts";
import type { Answers } from "./answers.ts";

export function isMonitored({ monitoring }: Deployment): boolean {
  return monitoring === true;
}

export function isMonitoredAtZero({ monitoring, replicas }: Deployment): boolean {
  return monitoring === true && replicas === 0;
}

export function migratesMonitoring({ answers, values }: Context<Answers>): boolean {
  return answers.migrateMonitoring === true || isOn(values, "monitoringMigrationEnabled");
}

/** Whether a deployment has monitoring, and neither the answers nor the values decide on its migration. */
export function asksForMigration({ answers, values, deployments = [] }: Context<Answers>): boolean {
  const isSettled = answers.migrateMonitoring !== undefined || isOn(values, "monitoringMigrationEnabled");
  return !isSettled && deployments.some(isMonitored);
}

/** Whether the migration is enabled while neither the values nor the answers enable the new monitoring. */
export function isMigrationAlone({ answers, values }: Context<Answers>): boolean {
  return (
    isOn(values, "monitoringMigrationEnabled") &&
    !isOn(values, "monitoringEnabled") &&
    answers.migrateMonitoring !== true
  );
}

export function monitoringMigration({ answers }: Context<Answers>): JsonMap | undefined {
  if (answers.migrateMonitoring !== true) {
    return undefined;
  }
  return {
    global: { components: { influxdb: { enabled: true }, superset: { enabled: true } } },
    mlops: { config: { models: { monitoringEnabled: true, monitoringMigrationEnabled: true } } },
  };
}

function isOn(values: JsonMap, name: string): boolean {
  return valueAt(values, pathOf(`mlops.config.models.${name}`)) === true;
}
