/** What kube-score says of manifests. */
import { run } from "./process.ts";

export interface Score {
  test: string;
  /** Such as `Deployment/apps/v1/mlflow/mlflow`. */
  object: string;
  verdict: "passed" | "failed" | "ignored";
}

/** Grades: 10 is fine, 7 almost, 5 a warning, 1 critical. */
const fine = 10;

/** Every default test on every object, which are judged together; those whose annotation ignores them are marked. */
export async function kubeScore(program: string, files: string[]): Promise<Score[]> {
  const { stdout, output } = await run({ argv: [program, "score", "--output-format", "json", ...files] });
  if (!stdout.startsWith("[")) {
    throw new Error(`kube-score: ${output}`);
  }
  const objects: ScoredObject[] = JSON.parse(stdout);
  return objects.flatMap(({ object_name: object, checks }) =>
    checks
      .filter(({ check, skipped, comments }) => !check.optional && (!skipped || isIgnored(comments)))
      .map(({ check, grade, skipped }) => ({ test: check.id, object, verdict: verdictOf(grade, skipped) })),
  );
}

interface ScoredObject {
  object_name: string;
  checks: {
    check: { id: string; optional: boolean };
    grade: number;
    skipped: boolean;
    comments: { summary: string }[] | null;
  }[];
}

/** Ignored by annotation, rather than not applicable. */
function isIgnored(comments: { summary: string }[] | null): boolean {
  return (comments ?? []).some(({ summary }) => summary.endsWith("is ignored"));
}

function verdictOf(grade: number, skipped: boolean): Score["verdict"] {
  if (skipped) {
    return "ignored";
  }
  return grade === fine ? "passed" : "failed";
}
