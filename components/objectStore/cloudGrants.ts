import type { CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { Grants, workloadOf } from "./grants.ts";
import type { BucketRole, Buckets, Grant, GrantArgs, Workload } from "./objectStore.ts";

interface CloudGrantsArgs<Existing, Identity> {
  buckets: Buckets;

  /** Identities that exist already, by `namespace/serviceAccount`. */
  identities: Record<string, Existing>;

  /** `retain` protects managed buckets and keeps them when they leave the program. */
  retention: "retain" | "delete";

  /** Options of everything that the store makes. */
  opts: CustomResourceOptions;

  /** Makes one managed bucket, with everything that hardens it. */
  makeBucket(role: BucketRole, name: string, opts: CustomResourceOptions): Resource[];

  /** Makes the identity of a workload, unless it exists. */
  makeIdentity(workload: Workload, existing: Existing | undefined): Identity;
}

/** A bucket that a grant is for. */
export interface GrantedBucket {
  name: string;

  /** Resources that must exist before the bucket is used; none where it exists already. */
  ready: Resource[];
}

/**
 * The grants of a store that a cloud keeps: managed buckets are made at once, and an identity for each namespace and
 * service account with its first grant.
 */
export class CloudGrants<Existing, Identity> {
  readonly #grants: Grants;
  readonly #args: CloudGrantsArgs<Existing, Identity>;
  readonly #buckets: Record<BucketRole, Resource[]>;
  readonly #identities = new Map<string, Identity>();

  /** `store` is how messages name it, such as `AwsObjectStore "store"`. */
  constructor(store: string, args: CloudGrantsArgs<Existing, Identity>) {
    this.#grants = new Grants(store, args.buckets);
    this.#args = args;
    this.#buckets = {
      artifacts: this.#makeBucket("artifacts"),
      backups: this.#makeBucket("backups"),
      models: this.#makeBucket("models"),
    };
  }

  /** @throws Error listing every problem of the args, or when the workload has the prefix with another access. */
  grant(args: GrantArgs, make: (args: GrantArgs, identity: Identity, bucket: GrantedBucket) => Grant): Grant {
    return this.#grants.once(args, (checked) => make(checked, this.identity(checked), this.#bucket(checked.bucket)));
  }

  /** The one identity of a checked namespace and service account. */
  identity({ namespace, serviceAccount }: Workload): Identity {
    const workload = { namespace, serviceAccount };
    const key = workloadOf(workload);
    const { identities, makeIdentity } = this.#args;
    const existing = Object.hasOwn(identities, key) ? identities[key] : undefined;
    const identity = this.#identities.get(key) ?? makeIdentity(workload, existing);
    this.#identities.set(key, identity);
    return identity;
  }

  #bucket(role: BucketRole): GrantedBucket {
    return { name: this.#grants.bucket(role).name, ready: this.#buckets[role] };
  }

  #makeBucket(role: BucketRole): Resource[] {
    const { buckets, retention, opts, makeBucket } = this.#args;
    const choice = buckets[role];
    const kept = retention === "retain";
    return choice?.kind === "managed"
      ? makeBucket(role, choice.name, { ...opts, protect: kept, retainOnDelete: kept })
      : [];
  }
}
