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
import { toTcp } from "../../kubernetes/networkPolicy.ts";
import { validate } from "../../validate.ts";
import { Grants, workloadOf } from "../grants.ts";
import {
  type BucketRole,
  type Buckets,
  type Grant,
  type GrantArgs,
  type H2oMlopsAccess,
  joinUrl,
  type ObjectStore,
} from "../objectStore.ts";
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
  readonly #grants: Grants;
  readonly #buckets: Record<BucketRole, Resource[]>;
  readonly #identities = new Map<string, AzureIdentity>();
  readonly #prefixes = new Map<string, string>();

  constructor(name: string, args: AzureObjectStoreArgs, opts?: ComponentResourceOptions) {
    super("mlops-platform:objectStore:AzureObjectStore", name, {}, opts);
    validate(`AzureObjectStore "${name}"`, argsSchema(args), args);
    const { subscriptionId, tenantId } = args.cloud;
    const provider = new Provider(name, { subscriptionId, tenantId }, { parent: this });
    this.#name = name;
    this.#args = args;
    this.#opts = { parent: this, provider };
    this.#grants = new Grants(`AzureObjectStore "${name}"`, args.buckets);
    const account = this.#account();
    this.#buckets = {
      artifacts: this.#bucket("artifacts", account),
      backups: this.#bucket("backups", account),
      models: this.#bucket("models", account),
    };
    this.registerOutputs({});
  }

  /** @throws Error where Azure would refuse: it keeps one assignment of a role per identity and container. */
  grant(args: GrantArgs): Grant {
    return this.#grants.once(args, () => this.#grant(args));
  }

  #grant(args: GrantArgs): Grant {
    this.#refuseSecondPrefix(args);
    const identity = this.#identity(args);
    const assignment = azureAssignment(
      this.#name,
      { ...args, stack: getStack(), containerId: this.#containerId(args.bucket), principalId: identity.principalId },
      { ...this.#opts, dependsOn: [...this.#buckets[args.bucket], ...identity.resources] },
    );
    const host = `${this.#args.account.name}.blob.core.windows.net`;
    const container = this.#grants.bucket(args.bucket).name;
    const urls = {
      mlflow: joinUrl(`wasbs://${container}@${host}`, args.prefix),
      barman: joinUrl(`https://${host}/${container}`, args.prefix),
    };
    return {
      annotations: { "azure.workload.identity/client-id": identity.clientId },
      podLabels: { "azure.workload.identity/use": "true" },
      // The webhook of Workload ID adds what azure-identity reads.
      env: {},
      secretKeyRefs: {},
      files: {},
      url: (scheme) => urls[scheme],
      barman: { azureCredentials: { inheritFromAzureAD: true } },
      h2oMlops: this.#h2oMlops(args),
      // Blob storage, and Microsoft Entra ID for tokens.
      egress: [toTcp([443])],
      ready: [...this.#buckets[args.bucket], ...identity.resources, assignment],
    };
  }

  #h2oMlops({ bucket, prefix }: GrantArgs): H2oMlopsAccess | undefined {
    const { account, cloud } = this.#args;
    const bucketName = this.#grants.bucket(bucket).name;
    return prefix === ""
      ? {
          url: `azblob://${bucketName}`,
          migration: { cloudProvider: "azureblob", bucketName, region: cloud.location, accountName: account.name },
        }
      : undefined;
  }

  #account(): Resource[] {
    const { cloud, account, sku, softDeleteDays, noncurrentDays } = this.#args;
    if (account.kind === "existing") {
      return [];
    }
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
      this.#stateful(),
    );
  }

  #bucket(role: BucketRole, account: Resource[]): Resource[] {
    const choice = this.#args.buckets[role];
    if (choice?.kind !== "managed") {
      return account;
    }
    const args = {
      containerName: choice.name,
      accountName: this.#args.account.name,
      resourceGroupName: this.#args.cloud.resourceGroup,
    };
    const opts = { ...this.#stateful(), dependsOn: account };
    return [...account, azureContainer(`${this.#name}-${role}`, args, opts)];
  }

  #stateful(): CustomResourceOptions {
    const kept = this.#args.retention === "retain";
    return { ...this.#opts, protect: kept, retainOnDelete: kept };
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

  /** The workload's identity: made, or brought, with its first grant. */
  #identity({ namespace, serviceAccount }: GrantArgs): AzureIdentity {
    const { cloud, identities, oidcIssuer = "" } = this.#args;
    const workload = workloadOf({ namespace, serviceAccount });
    const existing = Object.hasOwn(identities, workload) ? identities[workload] : undefined;
    const { resourceGroup: resourceGroupName, location } = cloud;
    const identity =
      this.#identities.get(workload) ??
      azureIdentity(
        this.#name,
        { stack: getStack(), resourceGroupName, location, oidcIssuer, namespace, serviceAccount, existing },
        this.#opts,
      );
    this.#identities.set(workload, identity);
    return identity;
  }

  #containerId(role: BucketRole): string {
    const { cloud, account } = this.#args;
    const group = `/subscriptions/${cloud.subscriptionId}/resourceGroups/${cloud.resourceGroup}`;
    const accountId = `${group}/providers/Microsoft.Storage/storageAccounts/${account.name}`;
    return `${accountId}/blobServices/default/containers/${this.#grants.bucket(role).name}`;
  }
}

/** Of the config's own rules, and those that hold between args. */
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
