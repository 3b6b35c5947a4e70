import type { networking } from "@pulumi/kubernetes/types/input.js";
import type { Input, Resource } from "@pulumi/pulumi";

/**
 * The buckets of a stack, whichever cloud keeps them. A workload never learns which: it asks for a grant and
 * passes on what the grant says.
 */
export interface ObjectStore {
  /**
   * Gives one workload least privilege on one prefix of one bucket.
   *
   * There is one identity per namespace and service account: a second grant adds a statement to it.
   */
  grant(args: GrantArgs): Grant;

  /** Lets a workload log in to a database with its identity. Absent where the cloud has no such login. */
  databaseLogin?(args: DatabaseLoginArgs): DatabaseLogin;
}

/**
 * What a bucket is for. Backups have a bucket of their own: barman-cloud asks S3 for HeadBucket first, which IAM
 * cannot limit to a prefix (github.com/EnterpriseDB/barman/issues/929), so its identity must own a whole bucket.
 * Models are H2O MLOps's, whose addresses name a whole bucket on Google Cloud and Azure.
 */
export type BucketRole = "artifacts" | "backups" | "models";

/** A bucket that is made, or that is there already. */
export interface BucketChoice {
  kind: "managed" | "existing";
  name: string;
}

/** The buckets of a store. Without one for models, these are with the artifacts. */
export interface Buckets extends Record<Exclude<BucketRole, "models">, BucketChoice> {
  models?: BucketChoice | undefined;
}

export interface GrantArgs {
  bucket: BucketRole;
  namespace: string;
  serviceAccount: string;

  /** Path in the bucket without slashes at its ends, such as `mlflow`. The empty prefix owns the whole bucket. */
  prefix: string;

  access: "read" | "readWrite";
}

/** All that a pod needs to use its prefix. */
export interface Grant {
  /** Annotations of the workload's ServiceAccount. */
  annotations: Record<string, Input<string>>;

  /** Labels of the workload's pods. */
  podLabels: Record<string, string>;

  /** Environment variables with plain values. */
  env: Record<string, string>;

  /** Environment variables whose values are keys of Secrets in the workload's namespace. */
  secretKeyRefs: Record<string, SecretKeyRef>;

  /** Files that `env` refers to, by absolute path: keys of Secrets in the workload's namespace. */
  files: Record<string, SecretKeyRef>;

  /** Address of the prefix, as the named tool spells it. */
  url(scheme: UrlScheme): string;

  /** The same access as the Barman Cloud plugin writes it: a part of `ObjectStore.spec.configuration`. */
  barman: BarmanAccess;

  /** The same access as H2O MLOps's chart writes it. Absent where its addresses cannot name the prefix. */
  h2oMlops?: H2oMlopsAccess | undefined;

  /** Environment of the plugin's sidecar: a part of `ObjectStore.spec.instanceSidecarConfiguration`. */
  sidecarEnv?: Record<string, string>;

  /** Ways out that a network policy has to leave open: to the store, and to where credentials come from. */
  egress: networking.v1.NetworkPolicyEgressRule[];

  /** What must exist before the workload starts: the bucket, its policy, the identity. */
  ready: Resource[];
}

/** They differ on Azure only: MLflow wants `wasbs://`, Barman wants `https://`. */
export type UrlScheme = "mlflow" | "barman";

export interface SecretKeyRef {
  name: string;
  key: string;
}

/** Source: CRD objectstores.barmancloud.cnpg.io, `spec.configuration`. */
export interface BarmanAccess {
  endpointURL?: string;
  endpointCA?: SecretKeyRef;
  s3Credentials?:
    | { inheritFromIAMRole: true }
    | { accessKeyId: SecretKeyRef; secretAccessKey: SecretKeyRef; region?: SecretKeyRef };
  googleCredentials?: { gkeEnvironment: true };
  azureCredentials?: { inheritFromAzureAD: true };
}

/**
 * Source: H2O MLOps migration guide, "Deploy storage in MIGRATE mode": `storage.cloudPersistence`, and of
 * `storage.pvcMigration` what tells one bucket from another.
 */
export interface H2oMlopsAccess {
  url: string;
  migration: {
    cloudProvider: "s3" | "gcs" | "azureblob" | "minio";
    bucketName: string;
    region: string;
    prefix?: string;
    accountName?: string;
    endpoint?: string;
  };

  /** The store's own keys. Absent where pods have an identity, or where the keys are in somebody else's Secret. */
  keys?: { accessKeyId: Input<string>; secretAccessKey: Input<string> };
}

/** One user of one database server, and the workload that logs in as that user. */
export interface DatabaseLoginArgs {
  namespace: string;
  serviceAccount: string;

  /** Id that the cloud gave the server, such as `db-ABCDEFGHIJKL01234`. */
  resourceId: string;

  user: string;
}

export interface DatabaseLogin {
  /** Annotations of the workload's ServiceAccount. */
  annotations: Record<string, string>;

  /** Region of the server. */
  region: string;

  /** What must exist before the workload starts. */
  ready: Resource[];
}

/** `s3://bucket/prefix`, or `s3://bucket` for the empty prefix. */
export function joinUrl(bucketUrl: string, prefix: string): string {
  return prefix === "" ? bucketUrl : `${bucketUrl}/${prefix}`;
}
