import { Provider } from "@pulumi/gcp/provider.js";
import type { Bucket } from "@pulumi/gcp/storage/bucket.js";
import { BucketIAMMember } from "@pulumi/gcp/storage/bucketIAMMember.js";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  getStack,
  type Resource,
} from "@pulumi/pulumi";
import { z } from "zod";
import { gcpCloud } from "../../../config/cloud.ts";
import { gcpObjectStore } from "../../../config/objectStore/objectStore.ts";
import { toTcp } from "../../kubernetes/networkPolicy.ts";
import { validate } from "../../validate.ts";
import { Grants, grantName, workloadOf } from "../grants.ts";
import {
  type BucketRole,
  type Buckets,
  type Grant,
  type GrantArgs,
  type H2oMlopsAccess,
  joinUrl,
  type ObjectStore,
} from "../objectStore.ts";
import { gcpBucket } from "./bucket.ts";
import { gcpCondition } from "./condition.ts";
import { type GcpIdentity, gcpIdentity } from "./identity.ts";

/** Buckets in Cloud Storage, for workloads in GKE with workload identity. */
export interface GcpObjectStoreArgs {
  /** Project of the cluster, the buckets and the service accounts. */
  cloud: { project: string };

  /** Location of managed buckets, such as `EU` or `europe-west1`. */
  location: string;

  /** `existing` buckets only get grants; they need uniform bucket-level access. */
  buckets: Buckets;

  /** Service accounts that exist already, by `namespace/serviceAccount`; who may act as them stays yours. */
  identities: Record<string, { email: string }>;

  /** Days a deleted object can be restored. */
  softDeleteDays: number;

  /** Days an overwritten or deleted version is kept. */
  noncurrentDays: number;

  /** `retain` protects managed buckets and leaves them in place. */
  retention: "retain" | "delete";
}

const argsSchema = z.looseObject({
  cloud: gcpCloud,
  ...gcpObjectStore.omit({ kind: true }).shape,
});

const roles = { read: "roles/storage.objectViewer", readWrite: "roles/storage.objectUser" };

/** Shows a bucket but nothing in it. barman-cloud asks whether its bucket exists (barman, google_cloud_storage.py). */
const bucketViewer = "roles/storage.bucketViewer";

/**
 * GKE's metadata server, which hands out tokens: with and without Dataplane V2.
 * Source: GKE docs, "Authenticate to Google Cloud APIs from GKE workloads", network policies.
 */
const metadataServer = [
  toTcp([80, 8080], { ipBlock: { cidr: "169.254.169.254/32" } }),
  toTcp([987, 988], { ipBlock: { cidr: "169.254.169.252/32" } }),
];

/** Cloud Storage. One service account per workload, one IAM binding per grant. */
export class GcpObjectStore extends ComponentResource implements ObjectStore {
  readonly #name: string;
  readonly #args: GcpObjectStoreArgs;
  readonly #opts: CustomResourceOptions;
  readonly #grants: Grants;
  readonly #buckets: Record<BucketRole, Bucket[]>;
  readonly #identities = new Map<string, GcpIdentity>();

  constructor(name: string, args: GcpObjectStoreArgs, opts?: ComponentResourceOptions) {
    super("mlops-platform:objectStore:GcpObjectStore", name, {}, opts);
    validate(`GcpObjectStore "${name}"`, argsSchema, args);
    const provider = new Provider(name, { project: args.cloud.project }, { parent: this });
    this.#name = name;
    this.#args = args;
    this.#opts = { parent: this, provider };
    this.#grants = new Grants(`GcpObjectStore "${name}"`, args.buckets);
    this.#buckets = {
      artifacts: this.#bucket("artifacts"),
      backups: this.#bucket("backups"),
      models: this.#bucket("models"),
    };
    this.registerOutputs({});
  }

  grant(args: GrantArgs): Grant {
    return this.#grants.once(args, () => this.#grant(args));
  }

  #grant(args: GrantArgs): Grant {
    const identity = this.#identity(args);
    const bindings = this.#bindings(args, identity);
    const url = joinUrl(`gs://${this.#grants.bucket(args.bucket).name}`, args.prefix);
    return {
      annotations: { "iam.gke.io/gcp-service-account": identity.email },
      podLabels: {},
      env: {},
      secretKeyRefs: {},
      files: {},
      url: () => url,
      barman: { googleCredentials: { gkeEnvironment: true } },
      h2oMlops: this.#h2oMlops(args),
      egress: [toTcp([443]), ...metadataServer],
      ready: [...this.#buckets[args.bucket], ...identity.resources, ...bindings],
    };
  }

  #h2oMlops({ bucket, prefix }: GrantArgs): H2oMlopsAccess | undefined {
    const bucketName = this.#grants.bucket(bucket).name;
    return prefix === ""
      ? {
          url: `gs://${bucketName}`,
          migration: { cloudProvider: "gcs", bucketName, region: this.#args.location },
        }
      : undefined;
  }

  #bucket(role: BucketRole): Bucket[] {
    const { cloud, buckets, location, noncurrentDays, softDeleteDays, retention } = this.#args;
    const choice = buckets[role];
    if (choice?.kind !== "managed") {
      return [];
    }
    const kept = retention === "retain";
    const args = { bucket: choice.name, project: cloud.project, location, noncurrentDays, softDeleteDays };
    return [gcpBucket(`${this.#name}-${role}`, args, { ...this.#opts, protect: kept, retainOnDelete: kept })];
  }

  /** The workload's account: made, or brought, with its first grant. */
  #identity({ namespace, serviceAccount }: GrantArgs): GcpIdentity {
    const { cloud, identities } = this.#args;
    const workload = workloadOf({ namespace, serviceAccount });
    const email = Object.hasOwn(identities, workload) ? identities[workload]?.email : undefined;
    const identity =
      this.#identities.get(workload) ??
      gcpIdentity(
        this.#name,
        { stack: getStack(), project: cloud.project, namespace, serviceAccount, email },
        this.#opts,
      );
    this.#identities.set(workload, identity);
    return identity;
  }

  #bindings(args: GrantArgs, { email, resources }: GcpIdentity): BucketIAMMember[] {
    const bucket = this.#grants.bucket(args.bucket).name;
    const member = `serviceAccount:${email}`;
    const name = grantName(this.#name, args);
    const dependsOn: Resource[] = [...this.#buckets[args.bucket], ...resources];
    const opts = { ...this.#opts, dependsOn };
    const condition = gcpCondition(bucket, args.prefix);
    const objects = new BucketIAMMember(name, { bucket, member, role: roles[args.access], condition }, opts);
    if (condition !== undefined) {
      return [objects];
    }
    return [objects, new BucketIAMMember(`${name}/exists`, { bucket, member, role: bucketViewer }, opts)];
  }
}
