/** The page of exemptions: findings of scanners that are accepted, for people who scan a stack's resources. */
import {
  cloudExemptions,
  type ScannerExemption,
  scannerExemptions,
} from "../../components/kubernetes/scannerExemptions.ts";
import { code, table } from "../../lib/markdown.ts";

/** docs/exemptions.md. */
export function exemptionPage(): string {
  const onObjects = Object.values(scannerExemptions).map(({ on, reason, ...ids }: ScannerExemption) => [
    on,
    codes(ids.checkov ?? []),
    codes(ids.kubeScore ?? []),
    reason,
  ]);
  const onResources = cloudExemptions.map(({ on, checkov, reason }) => [code(on), code(checkov), reason]);
  return `# Exemptions from scanners

<!-- Written by \`npm run docs\` from components/kubernetes/scannerExemptions.ts. -->

The example stacks are checked by checkov, kube-score, kubeconform, parliament, cloudsplaining and the API server's own
Pod Security admission (\`test/e2e/manifestCheckers.test.ts\`, \`test/e2e/cloudCheckers.test.ts\` and
\`test/e2e/rendering.test.ts\`). Their only findings are the exemptions on this page, each with its reason.

## Kubernetes objects

The objects carry the scanners' own annotations: \`checkov.io/skip1: <check>=<reason>\` and so on for checkov,
\`kube-score/ignore: <tests>\` for kube-score, which has no room for a reason. Only objects for which the reason
holds have an exemption. kube-score's \`container-resources\` also checks memory, which checkov's \`CKV_K8S_12\` and
\`CKV_K8S_13\` still check.

${table(["on", "checkov", "kube-score", "reason"], onObjects).join("\n")}

## Cloud resources

Cloud resources in Pulumi have no such annotation. To scan a plan or a template of them, skip these checks:

${table(["resource", "checkov", "reason"], onResources).join("\n")}
`;
}

function codes(words: readonly string[]): string {
  return words.map(code).join(", ");
}
