import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { checkedArgs } from "../checkedArgs.ts";
import { type ExemptionName, exemptionAnnotations, imageExemptions } from "../kubernetes/scannerExemptions.ts";
import { type DatabaseLogin, type TelemetryArgs, telemetryArgsSchema } from "./args.ts";
import { deploymentSpec } from "./deployment.ts";
import { networkPolicySpec } from "./networkPolicy.ts";

/** Publishes events of MLOps storage at a fixed interval, from a given database to a given server. */
export class Telemetry extends ComponentResource {
  readonly deploymentName: Output<string>;

  constructor(name: string, given: TelemetryArgs, opts?: ComponentResourceOptions) {
    super("mlops-platform:telemetry:Telemetry", name, {}, opts);
    const args = checkedArgs(`Telemetry "${name}"`, telemetryArgsSchema, { ...given, name });
    const { namespace, replicas, database } = args;
    const labels = { "app.kubernetes.io/name": "telemetry", "app.kubernetes.io/instance": name };
    const metadata = { name, namespace, labels };
    const serviceAccountName = args.serviceAccount.name ?? name;
    const child = { parent: this };

    const serviceAccount = new ServiceAccount(
      name,
      { metadata: { ...metadata, name: serviceAccountName, annotations: annotations(database) } },
      child,
    );
    const policy = new NetworkPolicy(name, { metadata, spec: networkPolicySpec(args, labels) }, child);
    const deployment = new Deployment(
      name,
      {
        metadata: { ...metadata, annotations: exemptionAnnotations(...exemptions(args)) },
        spec: deploymentSpec(args, { labels, serviceAccountName }),
      },
      { ...child, dependsOn: [serviceAccount, policy] },
    );
    if (replicas > 1) {
      new PodDisruptionBudget(
        name,
        { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: labels } } },
        child,
      );
    }

    this.deploymentName = deployment.metadata.name;
    this.registerOutputs({ deploymentName: this.deploymentName });
  }
}

function exemptions({ image, platform, database, replicas, podSecurityContext }: TelemetryArgs): ExemptionName[] {
  const givenUser =
    platform === "openshift" && podSecurityContext.enabled && podSecurityContext.runAsUser === undefined;
  return [
    ...imageExemptions(`${image.repository}:${image.tag}`),
    "noKnownProbe",
    "unknownDiskUse",
    ...(database.kind === "connectionString" ? ["secretsInEnvironment" as const] : []),
    ...(givenUser ? ["platformUser" as const] : []),
    replicas === 1 ? "oneReplica" : "softSpread",
  ];
}

/** Source: EKS user guide, "Assign IAM roles to Kubernetes service accounts". */
function annotations(database: DatabaseLogin): Record<string, string> {
  const roleArn = database.kind === "iam" ? database.roleArn : undefined;
  return roleArn === undefined ? {} : { "eks.amazonaws.com/role-arn": roleArn };
}
