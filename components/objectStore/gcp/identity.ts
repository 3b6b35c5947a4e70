import { Account } from "@pulumi/gcp/serviceaccount/account.js";
import { IAMMember } from "@pulumi/gcp/serviceaccount/iammember.js";
import type { CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { workloadOf } from "../grants.ts";
import type { Workload } from "../objectStore.ts";
import { workloadName } from "../workloadName.ts";

export interface GcpIdentityArgs extends Workload {
  /** Name of the Pulumi stack: two stacks in one project have accounts of their own. */
  stack: string;

  /** Project of the cluster and of the account. */
  project: string;

  /** Account that exists already; who may act as it is its owner's. @default one is made */
  email?: string | undefined;
}

/** The Google service account that a workload's pods act as. */
export interface GcpIdentity {
  email: string;

  /** Resources made for the account; none where it exists already. */
  resources: Resource[];
}

const maxAccountId = 30;

/** Makes the account, unless it exists, and lets exactly one Kubernetes service account act as it. */
export function gcpIdentity(store: string, args: GcpIdentityArgs, opts: CustomResourceOptions): GcpIdentity {
  if (args.email !== undefined) {
    return { email: args.email, resources: [] };
  }
  const { stack, project, namespace, serviceAccount } = args;
  const name = `${store}/${workloadOf(args)}`;
  const accountId = workloadName(stack, store, args, maxAccountId);
  const email = `${accountId}@${project}.iam.gserviceaccount.com`;
  const account = new Account(
    name,
    { project, accountId, displayName: `Object store access of ${workloadOf(args)}` },
    opts,
  );
  const user = new IAMMember(
    name,
    {
      serviceAccountId: `projects/${project}/serviceAccounts/${email}`,
      role: "roles/iam.workloadIdentityUser",
      member: `serviceAccount:${project}.svc.id.goog[${namespace}/${serviceAccount}]`,
    },
    { ...opts, dependsOn: account },
  );
  return { email, resources: [account, user] };
}
