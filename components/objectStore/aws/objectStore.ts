import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { Provider } from "@pulumi/aws/provider.js";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  getStack,
  type Resource,
} from "@pulumi/pulumi";
import { z } from "zod";
import { awsCloud } from "../../../config/cloud.ts";
import { awsObjectStore } from "../../../config/objectStore/objectStore.ts";
import { contentHash } from "../../../lib/contentHash.ts";
import { checkedArgs } from "../../checkedArgs.ts";
import { toPodIdentityAgent, toTcp } from "../../kubernetes/networkPolicy.ts";
import { CloudGrants, type GrantedBucket } from "../cloudGrants.ts";
import { grantName, workloadOf, workloadSchema } from "../grants.ts";
import type { AwsInlinePolicy, AwsRole, Buckets, Grant, GrantArgs, ObjectStore, Workload } from "../objectStore.ts";
import { type AwsEncryption, awsBucket } from "./bucket.ts";
import { type AwsIdentity, type AwsIdentityArgs, awsIdentity } from "./identity.ts";
import { grantPolicy, type PolicyDocument, policyDocument } from "./policy.ts";

/** Buckets in S3, for workloads in EKS. */
export interface AwsObjectStoreArgs {
  cloud: { region: string; accountId: string; partition: "aws" | "aws-us-gov" | "aws-cn" };

  /** Name of the EKS cluster; Pod Identity needs it. */
  clusterName?: string | undefined;

  /** Issuer of service account tokens, an https URL; IRSA needs it. Its provider in IAM exists already. */
  oidcIssuer?: string | undefined;

  /** `existing` buckets only get grants. */
  buckets: Buckets;

  encryption: AwsEncryption;

  /** How pods get the role: IAM roles for service accounts, or EKS Pod Identity. */
  identity: "irsa" | "podIdentity";

  /** Roles that exist already, by `namespace/serviceAccount`; their trust policy stays yours. */
  identities: Record<string, { roleArn: string }>;

  /** Days an overwritten or deleted version is kept. */
  noncurrentDays: number;

  /** `retain` protects managed buckets and leaves them in place. */
  retention: "retain" | "delete";
}

/** S3. One role per workload, one inline policy per grant. */
export class AwsObjectStore extends ComponentResource implements ObjectStore {
  readonly #name: string;
  readonly #args: AwsObjectStoreArgs;
  readonly #opts: CustomResourceOptions;
  readonly #grants: CloudGrants<{ roleArn: string }, AwsIdentity>;
  readonly #policies = new Map<string, RolePolicy>();

  constructor(name: string, args: AwsObjectStoreArgs, opts?: ComponentResourceOptions) {
    super("mlops-platform:objectStore:AwsObjectStore", name, {}, opts);
    const self = `AwsObjectStore "${name}"`;
    this.#args = checkedArgs(self, argsSchema(args), args);
    const { cloud, encryption, noncurrentDays } = this.#args;
    const { region, accountId } = cloud;
    const provider = new Provider(name, { region, allowedAccountIds: [accountId] }, { parent: this });
    this.#name = name;
    this.#opts = { parent: this, provider };
    this.#grants = new CloudGrants(self, {
      ...this.#args,
      opts: this.#opts,
      makeBucket: (role, bucket, bucketOpts) =>
        awsBucket(`${name}-${role}`, { bucket, arn: this.#bucketArn(bucket), encryption, noncurrentDays }, bucketOpts),
      makeIdentity: (workload, existing) =>
        awsIdentity(
          name,
          { stack: getStack(), cloud, trust: this.#trust(), ...workload, roleArn: existing?.roleArn },
          this.#opts,
        ),
    });
    this.registerOutputs({});
  }

  grant(args: GrantArgs): Grant {
    return this.#grants.grant(args, (...granted) => this.#grant(...granted));
  }

  /** @throws Error listing every problem of the namespace and service account. */
  awsRole(of: Workload): AwsRole {
    const workload = checkedArgs(`AwsObjectStore "${this.#name}".awsRole`, workloadSchema, of);
    const identity = this.#grants.identity(workload);
    return {
      ...this.#args.cloud,
      annotations: this.#annotations(identity),
      attach: (policy) => this.#attach([this.#name, workloadOf(workload), ...policy.path].join("/"), identity, policy),
    };
  }

  #grant(args: GrantArgs, identity: AwsIdentity, bucket: GrantedBucket): Grant {
    const { region } = this.#args.cloud;
    const isIrsa = this.#args.identity === "irsa";
    return {
      annotations: this.#annotations(identity),
      podLabels: {},
      env: { AWS_DEFAULT_REGION: region, AWS_REGION: region },
      secretKeyRefs: {},
      files: {},
      target: { kind: "aws", bucket: bucket.name, prefix: args.prefix, region },
      // S3, and STS for IRSA.
      egress: [toTcp([443]), ...(isIrsa ? [] : [toPodIdentityAgent])],
      ready: [...bucket.ready, ...identity.resources, this.#policy(args, identity, bucket.name)],
    };
  }

  #annotations({ roleArn }: AwsIdentity): Record<string, string> {
    return this.#args.identity === "irsa" ? { "eks.amazonaws.com/role-arn": roleArn } : {};
  }

  /** The schema of the args requires what each kind needs. */
  #trust(): AwsIdentityArgs["trust"] {
    const { identity, oidcIssuer = "", clusterName = "" } = this.#args;
    return identity === "irsa" ? { kind: "irsa", oidcIssuer } : { kind: "podIdentity", clusterName };
  }

  #policy(args: GrantArgs, identity: AwsIdentity, bucket: string): RolePolicy {
    const { encryption } = this.#args;
    const { prefix, access } = args;
    const keyArn = encryption.kind === "kms" ? encryption.keyArn : undefined;
    const document = grantPolicy({ bucketArn: this.#bucketArn(bucket), prefix, access, keyArn });
    return this.#rolePolicy(grantName(this.#name, args), identity, `${bucket}-${contentHash(prefix)}`, document);
  }

  #attach(name: string, identity: AwsIdentity, policy: AwsInlinePolicy): Resource[] {
    const attached =
      this.#policies.get(name) ?? this.#rolePolicy(name, identity, policy.name, policyDocument(policy.statement));
    this.#policies.set(name, attached);
    return [...identity.resources, attached];
  }

  #rolePolicy(logicalName: string, identity: AwsIdentity, name: string, document: PolicyDocument): RolePolicy {
    return new RolePolicy(
      logicalName,
      { name, role: identity.roleName, policy: JSON.stringify(document) },
      { ...this.#opts, dependsOn: identity.resources },
    );
  }

  #bucketArn(bucket: string): string {
    return `arn:${this.#args.cloud.partition}:s3:::${bucket}`;
  }
}

/** The rules of the config, and those that hold between args. */
function argsSchema({ cloud, identity }: AwsObjectStoreArgs) {
  const { partition, accountId, region } = cloud;
  const isIrsa = identity === "irsa";
  const issuer = z.url({ protocol: /^https$/, error: "the issuer of the cluster's tokens, an https URL, for IRSA" });
  const clusterName = z.string("the name of the EKS cluster, for Pod Identity").min(1);
  const role = z
    .string()
    .regex(new RegExp(`^arn:${partition}:iam::${accountId}:role/.+$`), `the ARN of a role in account ${accountId}`);
  const key = z
    .string()
    .regex(new RegExp(`^arn:${partition}:kms:${region}:[0-9]{12}:key/[A-Za-z0-9-]+$`), `the ARN of a key in ${region}`);
  return z.looseObject({
    cloud: awsCloud,
    oidcIssuer: isIrsa ? issuer : issuer.optional(),
    clusterName: isIrsa ? clusterName.optional() : clusterName,
    ...awsObjectStore.pick({ buckets: true, identity: true, noncurrentDays: true, retention: true }).shape,
    encryption: z.discriminatedUnion("kind", [
      z.looseObject({ kind: z.literal("s3") }),
      z.looseObject({ kind: z.literal("kms"), keyArn: key }),
    ]),
    identities: z.record(z.string(), z.looseObject({ roleArn: role })),
  });
}
