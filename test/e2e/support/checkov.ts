/** What checkov says of files. */
import { type Command, run } from "./process.ts";

export interface Finding {
  check: string;
  /** Path below the folder that was checked, or as it was given. */
  file: string;
  resource: string;
  /** Why it is skipped, where it is. */
  reason?: string;
}

export interface Findings {
  passed: Finding[];
  failed: Finding[];
  skipped: Finding[];
}

export type CheckovRun =
  | { framework: "kubernetes" | "arm"; folder: string }
  /** Comments in the folder of Terraform sources skip checks of plans. checkov reads them for files only. */
  | { framework: "terraform_plan"; plans: string[]; sources: string };

/** Runs checkov, without asking its vendor's service for anything. */
export async function checkov(program: string, what: CheckovRun): Promise<Findings> {
  const where =
    what.framework === "terraform_plan"
      ? [...what.plans.flatMap((plan) => ["--file", plan]), "--repo-root-for-plan-enrichment", what.sources]
      : ["--directory", what.folder];
  const command: Command = {
    argv: [program, ...where, "--framework", what.framework, "--output", "json", "--skip-download"],
    env: { PATH: process.env.PATH ?? "", LC_ALL: "C.UTF-8" },
  };
  // Its code is 1 where a check fails.
  const { code, stdout, output } = await run(command);
  if (code !== 0 && code !== 1) {
    throw new Error(`${command.argv.join(" ")}: code ${code}\n${output}`);
  }
  const { results }: Report = JSON.parse(stdout);
  return {
    passed: results.passed_checks.map(finding),
    failed: results.failed_checks.map(finding),
    skipped: results.skipped_checks.map(finding),
  };
}

interface Report {
  results: Record<"passed_checks" | "failed_checks" | "skipped_checks", Check[]>;
}

interface Check {
  check_id: string;
  file_path: string;
  resource: string;
  check_result: { suppress_comment?: string };
}

function finding({ check_id, file_path, resource, check_result: { suppress_comment: reason } }: Check): Finding {
  return { check: check_id, file: file_path.replace(/^\//, ""), resource, ...(reason && { reason }) };
}
