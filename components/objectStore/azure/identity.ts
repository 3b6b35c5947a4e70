import { FederatedIdentityCredential } from "@pulumi/azure-native/managedidentity/federatedIdentityCredential.js";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity.js";
import type { CustomResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { workloadOf } from "../grants.ts";
import type { Workload } from "../objectStore.ts";
import { workloadName } from "../workloadName.ts";

export interface AzureIdentityArgs extends Workload {
  /** Name of the Pulumi stack: two stacks in one resource group have identities of their own. */
  stack: string;
  resourceGroupName: string;
  location: string;

  /** Issuer of the cluster's service account tokens, exactly as it is in them. */
  oidcIssuer: string;

  /** Identity that exists already; its federated credential is its owner's. @default one is made */
  existing?: { clientId: string; principalId: string } | undefined;
}

/** The managed identity that a workload's pods act as. */
export interface AzureIdentity {
  clientId: Input<string>;
  principalId: Input<string>;

  /** Resources made for the identity; none where it exists already. */
  resources: Resource[];
}

// Azure allows 128 for an identity and 120 for a credential.
const maxName = 120;

/** Makes the identity, unless it exists, and lets exactly one Kubernetes service account act as it. */
export function azureIdentity(store: string, args: AzureIdentityArgs, opts: CustomResourceOptions): AzureIdentity {
  if (args.existing !== undefined) {
    return { ...args.existing, resources: [] };
  }
  const { stack, resourceGroupName, location, oidcIssuer, namespace, serviceAccount } = args;
  const name = `${store}/${workloadOf(args)}`;
  const resourceName = workloadName(stack, store, args, maxName);
  const identity = new UserAssignedIdentity(name, { resourceName, resourceGroupName, location }, opts);
  const credential = new FederatedIdentityCredential(
    name,
    {
      resourceName,
      resourceGroupName,
      federatedIdentityCredentialResourceName: resourceName,
      issuer: oidcIssuer,
      subject: `system:serviceaccount:${namespace}:${serviceAccount}`,
      audiences: ["api://AzureADTokenExchange"],
    },
    { ...opts, dependsOn: identity },
  );
  return { clientId: identity.clientId, principalId: identity.principalId, resources: [identity, credential] };
}
