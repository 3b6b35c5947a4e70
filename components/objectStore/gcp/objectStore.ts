import { Provider } from "@pulumi/gcp/provider.js";
import { BucketIAMMember } from "@pulumi/gcp/storage/bucketIAMMember.js";
import { ComponentResource, type ComponentResourceOptions, type CustomResourceOptions, getStack } from "@pulumi/pulumi";
import { z } from "zod";
import { gcpCloud } from "../../../config/cloud.ts";
import { gcpObjectStore } from "../../../config/objectStore/objectStore.ts";
import { checkedArgs } from "../../checkedArgs.ts";
import { toTcp } from "../../kubernetes/networkPolicy.ts";
import { CloudGrants, type GrantedBucket } from "../cloudGrants.ts";
import { grantName } from "../grants.ts";
import type { Buckets, Grant, GrantArgs, ObjectStore } from "../objectStore.ts";
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

/**
 * Reads a bucket's metadata and none of its objects: barman-cloud checks whether its bucket exists (barman,
 * google_cloud_storage.py).
 */
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
  readonly #grants: CloudGrants<{ email: string }, GcpIdentity>;

  constructor(name: string, args: GcpObjectStoreArgs, opts?: ComponentResourceOptions) {
    super("mlops-platform:objectStore:GcpObjectStore", name, {}, opts);
    const self = `GcpObjectStore "${name}"`;
    this.#args = checkedArgs(self, argsSchema, args);
    const { cloud, location, noncurrentDays, softDeleteDays } = this.#args;
    const { project } = cloud;
    const provider = new Provider(name, { project }, { parent: this });
    this.#name = name;
    this.#opts = { parent: this, provider };
    this.#grants = new CloudGrants(self, {
      ...this.#args,
      opts: this.#opts,
      makeBucket: (role, bucket, bucketOpts) => [
        gcpBucket(`${name}-${role}`, { bucket, project, location, noncurrentDays, softDeleteDays }, bucketOpts),
      ],
      makeIdentity: (workload, existing) =>
        gcpIdentity(name, { stack: getStack(), project, ...workload, email: existing?.email }, this.#opts),
    });
    this.registerOutputs({});
  }

  grant(args: GrantArgs): Grant {
    return this.#grants.grant(args, (...granted) => this.#grant(...granted));
  }

  #grant(args: GrantArgs, identity: GcpIdentity, bucket: GrantedBucket): Grant {
    return {
      annotations: { "iam.gke.io/gcp-service-account": identity.email },
      podLabels: {},
      env: {},
      secretKeyRefs: {},
      files: {},
      target: { kind: "gcp", bucket: bucket.name, prefix: args.prefix, location: this.#args.location },
      egress: [toTcp([443]), ...metadataServer],
      ready: [...bucket.ready, ...identity.resources, ...this.#bindings(args, identity, bucket)],
    };
  }

  #bindings(args: GrantArgs, { email, resources }: GcpIdentity, granted: GrantedBucket): BucketIAMMember[] {
    const bucket = granted.name;
    const member = `serviceAccount:${email}`;
    const name = grantName(this.#name, args);
    const opts = { ...this.#opts, dependsOn: [...granted.ready, ...resources] };
    const condition = gcpCondition(bucket, args.prefix);
    const objects = new BucketIAMMember(name, { bucket, member, role: roles[args.access], condition }, opts);
    if (condition !== undefined) {
      return [objects];
    }
    return [objects, new BucketIAMMember(`${name}/exists`, { bucket, member, role: bucketViewer }, opts)];
  }
}
