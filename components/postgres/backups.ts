import type { Grant } from "../objectStore/objectStore.ts";
import { barmanPlugin } from "./clusterSpec.ts";

/** Source: CRD objectstores.barmancloud.cnpg.io, `spec`. */
export function objectStoreSpec(grant: Grant, retentionDays: number) {
  const env = Object.entries(grant.sidecarEnv ?? {}).map(([name, value]) => ({ name, value }));
  return {
    configuration: {
      destinationPath: grant.url("barman"),
      ...grant.barman,
      wal: { compression: "gzip" },
      data: { compression: "gzip" },
    },
    retentionPolicy: `${retentionDays}d`,
    ...(env.length > 0 && { instanceSidecarConfiguration: { env } }),
  };
}

/**
 * The first base backup is taken at once, so that point-in-time recovery works from the first minute.
 * Source: CRD scheduledbackups.postgresql.cnpg.io, `spec`.
 */
export function scheduledBackupSpec(clusterName: string, schedule: string) {
  return {
    schedule,
    immediate: true,
    cluster: { name: clusterName },
    method: "plugin",
    pluginConfiguration: { name: barmanPlugin },
    // Deleting the schedule deletes its Backup objects, never what is in the bucket.
    backupOwnerReference: "self",
  };
}
