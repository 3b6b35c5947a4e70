/** Options of `mlops-platform upgrade`. */
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
