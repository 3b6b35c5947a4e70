import { PodIdentityAssociation } from "@pulumi/aws/eks/podIdentityAssociation.js";
import { Role } from "@pulumi/aws/iam/role.js";
import type { CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { workloadOf } from "../grants.ts";
import type { Workload } from "../objectStore.ts";
import { workloadName } from "../workloadName.ts";
import { irsaTrust, podIdentityTrust } from "./policy.ts";

export interface AwsIdentityArgs extends Workload {
  /** Name of the Pulumi stack: two stacks in one account have roles of their own. */
  stack: string;
  cloud: { region: string; accountId: string; partition: string };
  trust: { kind: "irsa"; oidcIssuer: string } | { kind: "podIdentity"; clusterName: string };

  /** Role that exists already; its trust policy is left alone. @default one is made */
  roleArn?: string | undefined;
}

/** The IAM role that a workload's pods act as. */
export interface AwsIdentity {
  roleName: string;
  roleArn: string;

  /** Resources made for the role; none where it exists already. */
  resources: Resource[];
}

const maxRoleName = 64;

/** Makes the role, unless it exists, and with Pod Identity associates it with the service account. */
export function awsIdentity(store: string, args: AwsIdentityArgs, opts: CustomResourceOptions): AwsIdentity {
  const name = `${store}/${workloadOf(args)}`;
  const made = args.roleArn === undefined;
  const roleName =
    args.roleArn === undefined ? workloadName(args.stack, store, args, maxRoleName) : nameOf(args.roleArn);
  const roleArn = args.roleArn ?? `arn:${args.cloud.partition}:iam::${args.cloud.accountId}:role/${roleName}`;
  const role =
    made &&
    new Role(
      name,
      {
        name: roleName,
        description: `Object store access of ${workloadOf(args)}`,
        assumeRolePolicy: JSON.stringify(trustPolicy(args)),
      },
      opts,
    );
  const resources: Resource[] = role ? [role] : [];
  if (args.trust.kind === "irsa") {
    return { roleName, roleArn, resources };
  }
  const { namespace, serviceAccount, trust } = args;
  const association = new PodIdentityAssociation(
    name,
    { clusterName: trust.clusterName, namespace, serviceAccount, roleArn },
    { ...opts, dependsOn: resources },
  );
  return { roleName, roleArn, resources: [...resources, association] };
}

function trustPolicy({ cloud, trust, ...workload }: AwsIdentityArgs) {
  return trust.kind === "irsa"
    ? irsaTrust({ ...cloud, ...workload, oidcIssuer: trust.oidcIssuer })
    : podIdentityTrust({ ...cloud, ...workload, clusterName: trust.clusterName });
}

/** Roles may have a path: `arn:aws:iam::123456789012:role/team/name`. */
function nameOf(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf("/") + 1);
}
