/** The page of findings that are accepted, for people who scan what a stack makes. */

import { cloudWaivers, type Waiver, waivers } from "../../components/kubernetes/scannerExemptions.ts";
import { table } from "../../lib/markdown.ts";

/** docs/waivers.md. */
export function waiverPage(): string {
  const onObjects = Object.values(waivers).map(({ on, reason, ...ids }: Waiver) => [
    on,
    code(ids.checkov ?? []),
    code(ids.kubeScore ?? []),
    reason,
  ]);
  const onResources = cloudWaivers.map(({ on, checkov, reason }) => [code([on]), code([checkov]), reason]);
  return `# Findings that are accepted

<!-- Written by \`npm run docs\` from components/kubernetes/scannerExemptions.ts. -->

The example stacks are held to checkov, kube-score, kubeconform, parliament, cloudsplaining and the API server's own Pod
Security admission (\`test/e2e/manifestCheckers.test.ts\`, \`cloudCheckers.test.ts\`, \`rendering.test.ts\`). Nothing they
find is left, but for what is below.

## On Kubernetes objects

The objects carry the scanners' own annotations: \`checkov.io/skip1: <check>=<reason>\` and so on for checkov,
\`kube-score/ignore: <tests>\` for kube-score, which has no room for a reason. A waiver is only on objects that it is true
of. kube-score's \`container-resources\` is about memory too, which checkov's \`CKV_K8S_12\` and \`CKV_K8S_13\` go on asking
for.

${table(["on", "checkov", "kube-score", "reason"], onObjects).join("\n")}

## On resources of a cloud

Pulumi's resources have no place for such an annotation. Whoever scans a plan or a template of these resources skips:

${table(["resource", "checkov", "reason"], onResources).join("\n")}
`;
}

function code(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}
