import type { Grant } from "../objectStore/objectStore.ts";
import { barmanAccess, sidecarEnv } from "./barmanAccess.ts";
import { barmanPlugin } from "./clusterSpec.ts";

/** Source: CRD objectstores.barmancloud.cnpg.io, `spec`. */
export function objectStoreSpec(
  grant: Grant,
  { retentionDays, resources }: { retentionDays: number; resources: { cpu: string; memory: string } },
) {
  const env = Object.entries(sidecarEnv(grant)).map(([name, value]) => ({ name, value }));
  return {
    configuration: {
      ...barmanAccess(grant.target),
      wal: { compression: "gzip" },
      // Without it a base backup waits for the next checkpoint, for up to 5 minutes.
      data: { compression: "gzip", immediateCheckpoint: true },
    },
    retentionPolicy: `${retentionDays}d`,
    instanceSidecarConfiguration: {
      ...(env.length > 0 && { env }),
      // One container without requests equal to limits takes the Guaranteed class from the whole pod.
      resources: { requests: resources, limits: resources },
    },
  };
}

/**
 * The first base backup is taken at once: nothing can be restored before it has been completed.
 * Source: CRD scheduledbackups.postgresql.cnpg.io, `spec`.
 */
export function scheduledBackupSpec(clusterName: string, schedule: string) {
  return {
    schedule,
    immediate: true,
    ...backupSpec(clusterName),
    // Deleting the schedule deletes its Backup objects, never what is in the bucket.
    backupOwnerReference: "self",
  };
}

/** Source: CRD backups.postgresql.cnpg.io, `spec`. */
export function backupSpec(clusterName: string) {
  return { cluster: { name: clusterName }, method: "plugin", pluginConfiguration: { name: barmanPlugin } };
}
