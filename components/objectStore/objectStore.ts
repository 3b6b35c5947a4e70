import type { networking } from "@pulumi/kubernetes/types/input.js";
import type { Input, Resource } from "@pulumi/pulumi";

/**
 * The buckets of a stack, whichever cloud keeps them. A workload asks for a grant and adapts its facts to the tool that
 * it runs: the store knows none of these tools.
 */
export interface ObjectStore {
  /**
   * Gives one workload least privilege on one prefix of one bucket.
   *
   * There is one identity per namespace and service account: a second grant adds a statement to it.
   */
  grant(args: GrantArgs): Grant;

  /** The IAM role that a workload's grants belong to, for other rights. Absent where the store is not on AWS. */
  awsRole?(workload: Workload): AwsRole;
}

/**
 * Purpose of a bucket. Backups have a bucket of their own: barman-cloud asks S3 for HeadBucket first, which IAM
 * cannot limit to a prefix (github.com/EnterpriseDB/barman/issues/929), so its identity must own a whole bucket.
 * Models are those of H2O MLOps, whose addresses name a whole bucket on Google Cloud and Azure.
 */
export type BucketRole = "artifacts" | "backups" | "models";

/** A bucket that is made, or one that exists. */
export interface BucketChoice {
  kind: "managed" | "existing";
  name: string;
}

/** The buckets of a store. Without one for models, models are kept with the artifacts. */
export interface Buckets extends Record<Exclude<BucketRole, "models">, BucketChoice> {
  models?: BucketChoice | undefined;
}

/** A Kubernetes service account, and the pods that run as it. */
export interface Workload {
  namespace: string;
  serviceAccount: string;
}

export interface GrantArgs extends Workload {
  bucket: BucketRole;

  /** Path in the bucket without slashes at its ends, such as `mlflow`. The empty prefix owns the whole bucket. */
  prefix: string;

  access: "read" | "readWrite";
}

/** Everything a pod needs to use its prefix. */
export interface Grant {
  /** Annotations of the workload's ServiceAccount. */
  annotations: Record<string, Input<string>>;

  /** Labels of the workload's pods. */
  podLabels: Record<string, string>;

  /** Environment variables of the cloud's SDKs, with plain values. */
  env: Record<string, string>;

  /** Environment variables whose values are keys of Secrets in the workload's namespace. */
  secretKeyRefs: Record<string, SecretKeyRef>;

  /** Files that `env` refers to, by absolute path: keys of Secrets in the workload's namespace. */
  files: Record<string, SecretKeyRef>;

  /** The granted prefix, as its provider describes it. */
  target: GrantTarget;

  /** Egress rules for the workload's network policy: to the store, and to the source of its credentials. */
  egress: networking.v1.NetworkPolicyEgressRule[];

  /** Resources that must exist before the workload starts: the bucket, its policy, the identity. */
  ready: Resource[];
}

/** A prefix of one bucket. */
export type GrantTarget = { bucket: string; prefix: string } & (
  | { kind: "aws"; region: string }
  | { kind: "gcp"; location: string }
  | { kind: "azure"; account: string; location: string }
  | ({ kind: "s3" } & S3Access)
);

/** Access to an S3-compatible store, which knows keys rather than identities. */
export interface S3Access {
  /** Such as `https://minio.example.com:9000`. */
  endpoint: string;
  region: string;

  /** Bucket in the path rather than in the host name. */
  pathStyle: boolean;

  /** CA that signed the store's certificate, in the workload's namespace. */
  ca?: SecretKeyRef | undefined;

  /** The store's keys, in a Secret of the workload's namespace, which may hold the region too. */
  keys: { accessKeyId: SecretKeyRef; secretAccessKey: SecretKeyRef; region?: SecretKeyRef };

  /** The same keys as values. Absent where they are only in a Secret that somebody else made. */
  keyValues?: { accessKeyId: Input<string>; secretAccessKey: Input<string> };
}

export interface SecretKeyRef {
  name: string;
  key: string;
}

/** An IAM role that takes inline policies beside those of grants. */
export interface AwsRole {
  partition: string;
  accountId: string;
  region: string;

  /** Annotations of the workload's ServiceAccount. */
  annotations: Record<string, string>;

  /**
   * Attaches an inline policy; asking again for the same path attaches nothing more.
   *
   * @returns what must exist before the workload starts: the role and the policy.
   */
  attach(policy: AwsInlinePolicy): Resource[];
}

export interface AwsInlinePolicy {
  /** Logical name of the policy below the role's, such as `["database", "db-ABC", "mlops"]`. */
  path: string[];

  /** Name of the policy in IAM, unique in the role. */
  name: string;

  statement: { Sid: string; Effect: "Allow"; Action: string[]; Resource: string[] };
}
