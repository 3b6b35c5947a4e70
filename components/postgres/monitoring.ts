/** Source: CRD podmonitors.monitoring.coreos.com; CloudNativePG labels its pods and names the port. */
export function podMonitorSpec(clusterName: string) {
  return {
    selector: { matchLabels: { "cnpg.io/cluster": clusterName } },
    podMetricsEndpoints: [{ port: "metrics" }],
  };
}

/**
 * Alerts on failures that would prevent a restore. Sources: the plugin's "Observability" page for its metrics,
 * CloudNativePG's sample `prometheusrule.yaml` for the WAL archiver.
 */
export function alertRules(clusterName: string, namespace: string, alertAfterDays: number) {
  const own = `namespace="${namespace}",pod=~"${clusterName}-[0-9]+"`;
  const failed = `barman_cloud_cloudnative_pg_io_last_failed_backup_timestamp{${own}}`;
  const available = `barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{${own}}`;
  const alert = (name: string, severity: string, wait: string, expr: string, summary: string) => ({
    alert: name,
    expr,
    for: wait,
    labels: { severity, cluster: clusterName },
    annotations: { summary },
  });
  return {
    groups: [
      {
        name: `${clusterName}.backups`,
        rules: [
          alert(
            "PostgresBackupFailed",
            "critical",
            "5m",
            `max(${failed}) > max(${available})`,
            `The last base backup of ${clusterName} failed.`,
          ),
          alert(
            "PostgresBackupMissing",
            "critical",
            "1h",
            `time() - max(${available}) > ${alertAfterDays} * 24 * 3600 or absent(${available})`,
            `${clusterName} has no base backup of the last ${alertAfterDays} days.`,
          ),
          alert(
            "PostgresWalArchivingFailing",
            "critical",
            "5m",
            `(cnpg_pg_stat_archiver_last_failed_time{${own}} - cnpg_pg_stat_archiver_last_archived_time{${own}}) > 1`,
            `${clusterName} cannot archive its WAL: point-in-time recovery stops here, and the WAL volume fills up.`,
          ),
        ],
      },
    ],
  };
}
