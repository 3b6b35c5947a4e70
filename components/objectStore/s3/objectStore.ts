import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy.js";
import { ComponentResource, type ComponentResourceOptions, type Input, type Resource } from "@pulumi/pulumi";
import { z } from "zod";
import { s3ObjectStore } from "../../../config/objectStore/objectStore.ts";
import { s3Endpoint } from "../../../config/objectStore/s3Endpoint.ts";
import type { LiveCluster } from "../../../lib/liveCluster.ts";
import { checkedArgs } from "../../checkedArgs.ts";
import { completedJob } from "../../kubernetes/job.ts";
import { toDns, toTcp } from "../../kubernetes/networkPolicy.ts";
import type { KubernetesPlatform } from "../../kubernetes/podSecurity.ts";
import { exemptionAnnotations, imageExemptions } from "../../kubernetes/scannerExemptions.ts";
import { checksumEnv } from "../checksums.ts";
import { Grants } from "../grants.ts";
import type { BucketRole, Buckets, Grant, GrantArgs, ObjectStore, S3Access } from "../objectStore.ts";
import { bucketJobSpec } from "./bucketJob.ts";

/** MinIO, Ceph, or any other S3-compatible store with keys rather than workload identity. */
export interface S3ObjectStoreArgs {
  /** Such as `https://minio.example.com:9000`. */
  endpoint: string;

  /** @default "us-east-1" */
  region: string;

  /** Bucket in the path rather than in the host name. @default true */
  pathStyle: boolean;

  /** Secret, in each workload's namespace, with the CA that signed the store's certificate. */
  ca?: { secretName: string; key: string } | undefined;

  buckets: Buckets;

  /** A Secret in each workload's namespace, or keys that one is made from. */
  credentials:
    | {
        kind: "existing";
        secretName: string;
        accessKeyIdKey: string;
        secretAccessKeyKey: string;
        regionKey?: string | undefined;
      }
    | { kind: "configured"; accessKeyId: Input<string>; secretAccessKey: Input<string> };

  platform: KubernetesPlatform;

  /** Image with Python and boto3, for the Job that makes a bucket. */
  image: string;

  /** The cluster whose state is waited for. Absent where manifests are only written. */
  live?: LiveCluster | undefined;
}

const { region, pathStyle, buckets } = s3ObjectStore.shape;
const argsSchema = z.looseObject({ endpoint: s3Endpoint, region, pathStyle, buckets });

/** Where the CA is mounted in a workload. */
const caPath = "/etc/object-store/ca.crt";

/**
 * An S3-compatible store. Its keys open the whole store: no prefix limits them, so a grant here gives access and
 * restricts nothing.
 */
export class S3ObjectStore extends ComponentResource implements ObjectStore {
  readonly #name: string;
  readonly #args: S3ObjectStoreArgs;
  readonly #grants: Grants;
  readonly #secrets = new Map<string, Secret>();
  readonly #buckets = new Map<BucketRole, Resource>();

  constructor(name: string, args: S3ObjectStoreArgs, opts?: ComponentResourceOptions) {
    super("mlops-platform:objectStore:S3ObjectStore", name, {}, opts);
    const self = `S3ObjectStore "${name}"`;
    this.#args = checkedArgs(self, argsSchema, args);
    this.#name = name;
    this.#grants = new Grants(self, this.#args.buckets);
    this.registerOutputs({});
  }

  grant(args: GrantArgs): Grant {
    return this.#grants.once(args, (checked) => this.#grant(checked));
  }

  #grant(args: GrantArgs): Grant {
    const { endpoint, region, pathStyle, credentials } = this.#args;
    const { keys, ready } = this.#keys(args.namespace);
    const ca = this.#args.ca && { name: this.#args.ca.secretName, key: this.#args.ca.key };
    return {
      annotations: {},
      podLabels: {},
      env: { AWS_DEFAULT_REGION: region, ...(ca && { AWS_CA_BUNDLE: caPath }), ...checksumEnv },
      secretKeyRefs: { AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey },
      files: ca ? { [caPath]: ca } : {},
      target: {
        kind: "s3",
        bucket: this.#grants.bucket(args.bucket).name,
        prefix: args.prefix,
        endpoint,
        region,
        pathStyle,
        ca,
        keys,
        ...(credentials.kind === "configured" && {
          keyValues: { accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey },
        }),
      },
      egress: [toTcp([portOf(endpoint)])],
      ready: [...ready, ...this.#bucket(args, { keys, ready })],
    };
  }

  /** The Secret that a namespace's workloads read: an existing one, or one made once. */
  #keys(namespace: string): StoreKeys {
    const { credentials, region } = this.#args;
    if (credentials.kind === "existing") {
      const { secretName: name, accessKeyIdKey, secretAccessKeyKey, regionKey } = credentials;
      const keys = {
        accessKeyId: { name, key: accessKeyIdKey },
        secretAccessKey: { name, key: secretAccessKeyKey },
        ...(regionKey && { region: { name, key: regionKey } }),
      };
      return { keys, ready: [] };
    }
    const name = `${this.#name}-keys`;
    const { accessKeyId, secretAccessKey } = credentials;
    const secret =
      this.#secrets.get(namespace) ??
      new Secret(
        `${name}-${namespace}`,
        {
          metadata: { name, namespace },
          stringData: { ACCESS_KEY_ID: accessKeyId, SECRET_ACCESS_KEY: secretAccessKey, REGION: region },
        },
        { parent: this },
      );
    this.#secrets.set(namespace, secret);
    const keys = {
      accessKeyId: { name, key: "ACCESS_KEY_ID" },
      secretAccessKey: { name, key: "SECRET_ACCESS_KEY" },
      region: { name, key: "REGION" },
    };
    return { keys, ready: [secret] };
  }

  /** The Job that makes a managed bucket, in the namespace of its first workload. Nothing deletes the bucket. */
  #bucket({ bucket, namespace }: GrantArgs, keys: StoreKeys): Resource[] {
    const { kind, name: bucketName } = this.#grants.bucket(bucket);
    if (kind === "existing") {
      return [];
    }
    const job = this.#buckets.get(bucket) ?? this.#makeBucket(bucket, bucketName, namespace, keys);
    this.#buckets.set(bucket, job);
    return [job];
  }

  #makeBucket(bucket: BucketRole, bucketName: string, namespace: string, { keys, ready }: StoreKeys): Resource {
    const name = `${this.#name}-${bucket}`;
    const labels = { "app.kubernetes.io/name": "object-store", "app.kubernetes.io/component": `make-bucket-${bucket}` };
    const policy = new NetworkPolicy(
      `${name}-bucket`,
      {
        metadata: { name: `${name}-bucket`, namespace, labels },
        spec: {
          podSelector: { matchLabels: labels },
          policyTypes: ["Ingress", "Egress"],
          egress: [toDns, toTcp([portOf(this.#args.endpoint)])],
        },
      },
      { parent: this },
    );
    const serviceAccount = new ServiceAccount(
      `${name}-bucket`,
      { metadata: { name: `${name}-bucket`, namespace, labels } },
      { parent: this },
    );
    const jobName = `${name}-bucket`;
    return completedJob(
      jobName,
      {
        metadata: { name: jobName, namespace, labels },
        annotations: exemptionAnnotations(...imageExemptions(this.#args.image), "secretsInEnvironment"),
        spec: bucketJobSpec({ ...this.#args, bucket: bucketName, serviceAccount: jobName, labels, keys, caPath }),
        milestone: { name: `${name}-made`, labels },
        minutes: 11,
        afterFailure: `Check objectStore.endpoint, its CA and its keys, or make the bucket ${bucketName} yourself and set objectStore.buckets.${bucket}.kind to existing.`,
        live: this.#args.live,
      },
      { parent: this, dependsOn: [serviceAccount, policy, ...ready] },
    );
  }
}

interface StoreKeys {
  keys: S3Access["keys"];
  ready: Resource[];
}

function portOf(endpoint: string): number {
  const { port, protocol } = new URL(endpoint);
  return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
}
