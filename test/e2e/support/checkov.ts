/** What checkov says of files. */
import { type Command, run } from "./process.ts";

export interface Finding {
  check: string;
  /** Path below the folder that was checked. */
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

export interface CheckovRun {
  folder: string;
  framework: "kubernetes" | "terraform_plan" | "arm";
  /** Folder of Terraform sources whose comments skip checks of a plan. */
  sources?: string;
}

/** Runs checkov over a folder, without asking its vendor's service for anything. */
export async function checkov(program: string, { folder, framework, sources }: CheckovRun): Promise<Findings> {
  const options = ["--directory", folder, "--framework", framework, "--output", "json", "--skip-download"];
  const command: Command = {
    argv: [program, ...options, ...(sources ? ["--repo-root-for-plan-enrichment", sources] : [])],
    env: { PATH: process.env.PATH ?? "", HOME: folder, LC_ALL: "C.UTF-8" },
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
