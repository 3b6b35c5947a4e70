import { type CrossFieldProblem, crossFieldProblem } from "../crossFieldProblem.ts";
import type { Sections } from "../sections.ts";

/** Checks what a store needs of its cloud and of the cluster's identity. */
export function objectStoreProblems({ cloud, cluster, objectStore }: Sections): CrossFieldProblem[] {
  const problems: CrossFieldProblem[] = [];
  if (objectStore !== undefined && objectStore.kind !== "s3" && cloud?.[objectStore.kind] === undefined) {
    const message = `the settings of the cloud that objectStore.kind (${objectStore.kind}) names`;
    const found = Object.keys(cloud ?? {}).join(", ") || "nothing";
    problems.push(crossFieldProblem(`cloud.${objectStore.kind}`, message, found));
  }
  const isIrsa = objectStore?.kind === "aws" && objectStore.identity === "irsa";
  if ((isIrsa || objectStore?.kind === "azure") && cluster.oidcIssuer === undefined) {
    const message = "the issuer of the cluster's service account tokens, which workload identity trusts";
    problems.push(crossFieldProblem("cluster.oidcIssuer", message, "nothing"));
  }
  if (objectStore?.kind === "aws" && objectStore.identity === "podIdentity" && cluster.name === undefined) {
    const message = "the name of the EKS cluster, which Pod Identity needs";
    problems.push(crossFieldProblem("cluster.name", message, "nothing"));
  }
  return problems;
}
