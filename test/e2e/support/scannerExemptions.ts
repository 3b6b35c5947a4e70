/** Exemptions as docs/exemptions.md lists them, and as annotations have them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../support/cli.ts";

export interface Exempted {
  /** `check=reason`, as checkov's annotations have it. */
  checkov: string[];

  /** Ids of kube-score's tests. */
  kubeScore: string[];
}

/** Exemptions of Kubernetes objects on the page. */
export function listedExemptions(): Exempted {
  const rows = readFileSync(join(root, "docs/exemptions.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !/^\| (on|---) /.test(line))
    .map((line) => line.slice(2, -2).split(" | "))
    .filter((cells) => cells.length === 4);
  return {
    checkov: distinct(rows.flatMap(([, ids, , reason]) => codes(ids).map((id) => `${id}=${reason}`))),
    kubeScore: distinct(rows.flatMap(([, , ids]) => codes(ids))),
  };
}

/** Exemptions in the annotations of objects. */
export function annotatedExemptions(objects: object[]): Exempted {
  const annotated = objects as { metadata?: { annotations?: Record<string, string> } }[];
  const annotations = annotated.flatMap(({ metadata }) => Object.entries(metadata?.annotations ?? {}));
  const values = (prefix: string) => annotations.flatMap(([key, value]) => (key.startsWith(prefix) ? [value] : []));
  return {
    checkov: distinct(values("checkov.io/skip")),
    kubeScore: distinct(values("kube-score/ignore").flatMap((ids) => ids.split(","))),
  };
}

function codes(cell = ""): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, id = ""]) => id);
}

function distinct(values: string[]): string[] {
  return [...new Set(values)].sort();
}
