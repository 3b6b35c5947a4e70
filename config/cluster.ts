import { z } from "zod";
import { renderFolder } from "./renderFolder.ts";
import { chartPath, httpsUrl, kubernetesName, tcpPort } from "./values.ts";

/** A Helm chart that is installed, or expected to be. */
export const chart = z
  .strictObject({
    install: z
      .boolean()
      .default(false)
      .describe("Install the pinned chart; otherwise what it installs is expected to be there."),
    chart: chartPath
      .optional()
      .describe("Chart to install instead of the pinned one's repository: a folder or .tgz file."),
    values: z.record(z.string(), z.json()).default({}).describe("Values for the chart."),
  })
  .prefault({});

export const cluster = z
  .strictObject({
    platform: z
      .enum(["kubernetes", "openshift"])
      .default("kubernetes")
      .describe("OpenShift gives pods their user ids and has Routes."),
    name: z.string().min(1).optional().describe("Name of the EKS cluster, for Pod Identity."),
    oidcIssuer: httpsUrl.optional().describe("Issuer of service account tokens, for IRSA and Azure workload identity."),
    kubeconfig: z.string().min(1).optional().describe("Path of a kubeconfig file. Default: the ambient one."),
    context: z.string().min(1).optional().describe("Context in the kubeconfig."),
    renderTo: renderFolder
      .optional()
      .describe("Folder, below the project's, that `pulumi up` writes manifests to, instead of reaching a cluster."),
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
      .describe("Objects of others that this stack may take over where it would make them: kind, namespace, name."),
    operatorNamespace: kubernetesName
      .default("cnpg-system")
      .describe("Namespace of the CloudNativePG operator and its plugin."),
    monitoringNamespace: kubernetesName.default("monitoring").describe("Namespace that Prometheus scrapes from."),
    apiServerPorts: z
      .array(tcpPort)
      .min(1, "at least one port")
      .default([443, 6443])
      .describe("Ports of the API server's endpoints, which the network policy of PostgreSQL lets its pods reach."),
    unchecked: z
      .array(z.string().min(1))
      .default([])
      .describe(
        "Preconditions that are not checked, by the names that errors give them: they are met in a way that cannot be seen.",
      ),
    operators: z
      .strictObject({
        certManager: chart.describe(
          "cert-manager with its CRDs, in the namespace `cert-manager`. Install it where the cluster has none.",
        ),
        cloudnativePg: chart.describe("The CloudNativePG operator."),
        barmanCloud: chart.describe("Its Barman Cloud plugin (needs cert-manager)."),
      })
      .prefault({})
      .describe("Operators that the platforms rely on."),
  })
  .prefault({})
  .describe("The Kubernetes cluster.");

export type ClusterConfig = z.output<typeof cluster>;
