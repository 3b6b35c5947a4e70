/** Options of `mlops-platform upgrade` as they were given. */
export interface UpgradeOptions {
  from?: string;
  to?: string;
  values?: string;
  deployments?: string;
  answers?: string;
  out?: string;
  format: "text" | "json" | "markdown" | "sarif";
  dryRun?: boolean;
  diff?: boolean;
}
