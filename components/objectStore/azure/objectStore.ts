import { Provider } from "@pulumi/azure-native/provider.js";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  getStack,
  type Resource,
} from "@pulumi/pulumi";
import { z } from "zod";
import { azureCloud } from "../../../config/cloud.ts";
import { azureObjectStore } from "../../../config/objectStore/objectStore.ts";
import { checkedArgs } from "../../checkedArgs.ts";
import { toTcp } from "../../kubernetes/networkPolicy.ts";
import { CloudGrants, type GrantedBucket } from "../cloudGrants.ts";
import { workloadOf } from "../grants.ts";
import type { Buckets, Grant, GrantArgs, ObjectStore } from "../objectStore.ts";
import { azureAccount, azureContainer } from "./account.ts";
import { azureAssignment } from "./assignment.ts";
import { type AzureIdentity, azureIdentity } from "./identity.ts";

/** Containers in a storage account, for workloads in a cluster with Microsoft Entra Workload ID. */
export interface AzureObjectStoreArgs {
  cloud: { subscriptionId: string; tenantId: string; resourceGroup: string; location: string };

  /** Issuer of service account tokens, an https URL, exactly as the cluster tells it. */
  oidcIssuer?: string | undefined;

  /** An `existing` account only gets containers and grants. */
  account: { kind: "managed" | "existing"; name: string };

  /** Redundancy of a managed account. */
  sku: "Standard_LRS" | "Standard_ZRS" | "Standard_GRS" | "Standard_GZRS";

  /** The containers; `existing` ones only get grants. */
  buckets: Buckets;

  /** User-assigned identities that exist already, by `namespace/serviceAccount`; who may be them stays yours. */
  identities: Record<string, { clientId: string; principalId: string }>;

  /** Days a deleted blob or container can be restored. */
  softDeleteDays: number;

  /** Days an overwritten or deleted version is kept, counted from its creation. */
  noncurrentDays: number;

  /** `retain` protects a managed account and containers and leaves them in place. */
  retention: "retain" | "delete";
}

/**
 * Blob storage without shared keys. One identity per workload, one role assignment per grant.
 *
 * Contributor may also delete its container, which no condition limits: soft delete brings a container back.
 */
export class AzureObjectStore extends ComponentResource implements ObjectStore {
  readonly #name: string;
  readonly #args: AzureObjectStoreArgs;
  readonly #opts: CustomResourceOptions;
  readonly #grants: CloudGrants<{ clientId: string; principalId: string }, AzureIdentity>;
  readonly #prefixes = new Map<string, string>();

  constructor(name: string, args: AzureObjectStoreArgs, opts?: ComponentResourceOptions) {
    super("mlops-platform:objectStore:AzureObjectStore", name, {}, opts);
    const self = `AzureObjectStore "${name}"`;
    this.#args = checkedArgs(self, argsSchema(args), args);
    const { cloud, oidcIssuer = "" } = this.#args;
    const { subscriptionId, tenantId, resourceGroup: resourceGroupName, location } = cloud;
    const accountName = this.#args.account.name;
    const provider = new Provider(name, { subscriptionId, tenantId }, { parent: this });
    this.#name = name;
    this.#opts = { parent: this, provider };
    const account = this.#account();
    this.#grants = new CloudGrants(self, {
      ...this.#args,
      opts: this.#opts,
      makeBucket: (role, containerName, bucketOpts) => {
        const container = { containerName, accountName, resourceGroupName };
        return [...account, azureContainer(`${name}-${role}`, container, { ...bucketOpts, dependsOn: account })];
      },
      makeIdentity: (workload, existing) =>
        azureIdentity(
          name,
          { stack: getStack(), resourceGroupName, location, oidcIssuer, ...workload, existing },
          this.#opts,
        ),
    });
    this.registerOutputs({});
  }

  /** @throws Error where Azure would refuse: it keeps one assignment of a role per identity and container. */
  grant(args: GrantArgs): Grant {
    return this.#grants.grant(args, (...granted) => this.#grant(...granted));
  }

  #grant(args: GrantArgs, identity: AzureIdentity, bucket: GrantedBucket): Grant {
    this.#refuseSecondPrefix(args);
    const { account, cloud } = this.#args;
    const assignment = azureAssignment(
      this.#name,
      { ...args, stack: getStack(), containerId: this.#containerId(bucket.name), principalId: identity.principalId },
      { ...this.#opts, dependsOn: [...bucket.ready, ...identity.resources] },
    );
    return {
      annotations: { "azure.workload.identity/client-id": identity.clientId },
      podLabels: { "azure.workload.identity/use": "true" },
      // The webhook of Workload ID adds the variables that azure-identity reads.
      env: {},
      secretKeyRefs: {},
      files: {},
      target: {
        kind: "azure",
        bucket: bucket.name,
        prefix: args.prefix,
        account: account.name,
        location: cloud.location,
      },
      // Blob storage, and Microsoft Entra ID for tokens.
      egress: [toTcp([443])],
      ready: [...bucket.ready, ...identity.resources, assignment],
    };
  }

  #account(): Resource[] {
    const { cloud, account, sku, softDeleteDays, noncurrentDays, retention } = this.#args;
    if (account.kind === "existing") {
      return [];
    }
    const kept = retention === "retain";
    return azureAccount(
      this.#name,
      {
        accountName: account.name,
        resourceGroupName: cloud.resourceGroup,
        location: cloud.location,
        sku,
        softDeleteDays,
        noncurrentDays,
      },
      { ...this.#opts, protect: kept, retainOnDelete: kept },
    );
  }

  #refuseSecondPrefix(args: GrantArgs): void {
    const { bucket, prefix, access } = args;
    const key = `${workloadOf(args)} ${bucket} ${access}`;
    const earlier = this.#prefixes.get(key);
    if (earlier !== undefined) {
      throw new Error(
        `AzureObjectStore "${this.#name}".grant: expected one prefix of ${bucket} with ${access} for ${workloadOf(args)}, since Azure keeps one assignment of a role per identity and container; found "${earlier}" and "${prefix}". Give one of them a service account of its own.`,
      );
    }
    this.#prefixes.set(key, prefix);
  }

  #containerId(container: string): string {
    const { cloud, account } = this.#args;
    const group = `/subscriptions/${cloud.subscriptionId}/resourceGroups/${cloud.resourceGroup}`;
    const accountId = `${group}/providers/Microsoft.Storage/storageAccounts/${account.name}`;
    return `${accountId}/blobServices/default/containers/${container}`;
  }
}

/** The rules of the config, and those that hold between args. */
function argsSchema({ account }: AzureObjectStoreArgs) {
  const buckets = azureObjectStore.shape.buckets.superRefine((each, context) => {
    for (const role of ["artifacts", "backups", "models"] as const) {
      if (account.kind === "managed" && each[role]?.kind === "existing") {
        context.addIssue({ code: "custom", path: [role, "kind"], message: "managed, as the storage account is" });
      }
    }
  });
  return z.looseObject({
    cloud: azureCloud,
    oidcIssuer: z.url({ protocol: /^https$/, error: "the issuer of the cluster's tokens, an https URL" }),
    ...azureObjectStore.omit({ kind: true }).shape,
    buckets,
  });
}
