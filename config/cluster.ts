import { z } from "zod";
import { renderFolder } from "./renderFolder.ts";
import { chartPath, httpsUrl, kubernetesName, tcpPort } from "./values.ts";

/** A Helm chart that the stack installs, or whose objects it expects in the cluster. */
export const chart = z
  .strictObject({
    install: z
      .boolean()
      .default(false)
      .describe("Install the pinned chart. Otherwise the cluster is expected to have what it installs."),
    chart: chartPath.optional().describe("Local copy to install instead of the pinned chart: a folder or .tgz file."),
    values: z.record(z.string(), z.json()).default({}).describe("Values for the chart."),
  })
  .prefault({});

export const cluster = z
  .strictObject({
    platform: z
      .enum(["kubernetes", "openshift"])
      .default("kubernetes")
      .describe("Kind of cluster. On `openshift`, pods get their user ids from the cluster, and Routes are available."),
    name: z.string().min(1).optional().describe("Name of the EKS cluster, for Pod Identity."),
    oidcIssuer: httpsUrl.optional().describe("Issuer of service account tokens, for IRSA and Azure workload identity."),
    kubeconfig: z
      .string()
      .min(1)
      .optional()
      .describe("Path of a kubeconfig file. Default: `KUBECONFIG`, `~/.kube/config`, or the service account of a pod."),
    context: z.string().min(1).optional().describe("Context in the kubeconfig."),
    renderTo: renderFolder
      .optional()
      .describe(
        "Folder below the project's that `pulumi up` writes manifests to, instead of applying them to a cluster.",
      ),
    takeOver: z
      .array(
        z
          .string()
          .regex(
            /^[A-Z][A-Za-z0-9]* ([a-z0-9-]+\/)?[a-z0-9.-]+$/,
            "an object such as Secret mlflow/mlflow-credentials",
          ),
      )
      .default([])
      .describe(
        "Existing objects that this stack may take over, by kind, namespace and name: `Secret mlflow/mlflow-credentials`.",
      ),
    operatorNamespace: kubernetesName
      .default("cnpg-system")
      .describe("Namespace of the CloudNativePG operator and its plugin."),
    monitoringNamespace: kubernetesName
      .default("monitoring")
      .describe("Namespace of the Prometheus that scrapes the platforms."),
    apiServerPorts: z
      .array(tcpPort)
      .min(1, "at least one port")
      .default([443, 6443])
      .describe("Ports of the API server's endpoints, which the network policy of PostgreSQL opens to its pods."),
    unchecked: z
      .array(z.string().min(1))
      .default([])
      .describe(
        "Preconditions to skip, by the names in their errors: those that are met in a way that the check cannot see.",
      ),
    operators: z
      .strictObject({
        certManager: chart.describe(
          "cert-manager with its CRDs, in the namespace `cert-manager`. Install it where the cluster has none.",
        ),
        cloudnativePg: chart.describe("The CloudNativePG operator."),
        barmanCloud: chart.describe("The operator's Barman Cloud plugin, which needs cert-manager."),
      })
      .prefault({})
      .describe("Operators that the platforms rely on."),
  })
  .prefault({})
  .describe("The Kubernetes cluster.");

export type ClusterConfig = z.output<typeof cluster>;
