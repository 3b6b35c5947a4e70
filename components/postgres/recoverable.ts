import { type Condition, createdAt, type LiveCluster, type LiveObject } from "../../lib/liveCluster.ts";
import { UserError } from "../../lib/userError.ts";
import { waitUntilNothing } from "../../lib/waiting.ts";
import { backupSpec } from "./backups.ts";

/** Source: CRD backups.postgresql.cnpg.io of CloudNativePG 1.30. */
interface Backup extends LiveObject {
  spec: { cluster: { name: string } };
  status?: { phase?: string; error?: string };
}

interface Cluster extends LiveObject {
  status?: { conditions?: Condition[] };
}

interface Recovery {
  clusterName: string;
  namespace: string;
  /** Whether earlier backups are in another place: then a new one is taken at once. */
  isUpdate: boolean;
  say: (message: string) => void;
}

/** Attempts at a base backup before the update fails. */
const attempts = 3;

/**
 * Waits until a base backup is complete and a WAL segment archived: before that nothing can be restored, even from a
 * healthy Cluster. A failed base backup is taken again.
 *
 * @throws UserError with CloudNativePG's status of the last failed backup, or of the archiver.
 */
export async function recoverable(live: LiveCluster, recovery: Recovery): Promise<void> {
  const { clusterName, namespace, isUpdate, say } = recovery;
  const begun = new Date();
  const waiting = {
    what: `the first base backup and WAL segment of Cluster ${namespace}/${clusterName}`,
    lookAt: `kubectl --namespace ${namespace} describe backups.postgresql.cnpg.io; kubectl --namespace ${namespace} logs --selector cnpg.io/cluster=${clusterName} --container plugin-barman-cloud --tail 50`,
    minutes: 20,
    say,
  };
  if (isUpdate) {
    await takeBackup(live, recovery);
  }
  let taken = 1;
  await waitUntilNothing(waiting, async () => {
    const backups = await backupsOf(live, recovery, isUpdate ? begun : undefined);
    if (backups.some(({ status }) => status?.phase === "completed")) {
      return archivingTrouble(live, recovery);
    }
    const newest = backups.at(-1);
    const { phase, error = "no reason given" } = newest?.status ?? {};
    if (newest !== undefined && isFailed(phase)) {
      const text = `Backup ${newest.metadata?.name} ${phase}: ${error}`;
      if (taken >= attempts) {
        throw new UserError(
          `Cluster ${namespace}/${clusterName} has no base backup to restore from: ${attempts} attempts failed. ${text}\nTo see more: ${waiting.lookAt}\nFix the cause and run pulumi up again: it takes another backup.`,
        );
      }
      taken += 1;
      await takeBackup(live, recovery);
      return `${text} It is taken again (${taken} of ${attempts}).`;
    }
    return newest === undefined ? "no base backup has begun." : `Backup ${newest.metadata?.name} is ${phase ?? "new"}.`;
  });
}

/** Why no WAL is archived; undefined where it is. */
async function archivingTrouble(live: LiveCluster, { clusterName, namespace }: Recovery): Promise<string | undefined> {
  const cluster = await live.read<Cluster>({
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Cluster",
    name: clusterName,
    namespace,
  });
  const condition = cluster?.status?.conditions?.find(({ type }) => type === "ContinuousArchiving");
  if (condition?.status === "True") {
    return undefined;
  }
  return condition ? `WAL is not archived: ${condition.message}` : "no WAL segment has been archived.";
}

/** Base backups of the Cluster from the oldest to the newest: all, or those begun since. */
async function backupsOf(live: LiveCluster, { clusterName, namespace }: Recovery, since?: Date): Promise<Backup[]> {
  const backups = await live.list<Backup>({ apiVersion: "postgresql.cnpg.io/v1", kind: "Backup", namespace });
  // Kubernetes keeps times in whole seconds.
  const from = since === undefined ? 0 : Math.floor(Number(since) / 1000) * 1000;
  return backups
    .filter((backup) => backup.spec.cluster.name === clusterName && createdAt(backup) >= from)
    .toSorted((a, b) => createdAt(a) - createdAt(b));
}

function isFailed(phase: string | undefined): boolean {
  return phase === "failed" || phase === "walArchivingFailing" || phase === "invalid backup definition";
}

/** Named like those of a schedule: the Cluster and the time. */
async function takeBackup(live: LiveCluster, { clusterName, namespace }: Recovery): Promise<void> {
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  await live.create({
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Backup",
    metadata: { name: `${clusterName}-${time}-up`, namespace },
    spec: backupSpec(clusterName),
  });
}
