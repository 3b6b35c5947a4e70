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
import { toPodIdentityAgent, toTcp } from "../../kubernetes/networkPolicy.ts";
import { validate } from "../../validate.ts";
import { databaseLoginSchema, Grants, grantName, type Workload, workloadOf } from "../grants.ts";
import {
  type BucketRole,
  type Buckets,
  type DatabaseLogin,
  type DatabaseLoginArgs,
  type Grant,
  type GrantArgs,
  type H2oMlopsAccess,
  joinUrl,
  type ObjectStore,
} from "../objectStore.ts";
import { type AwsEncryption, awsBucket } from "./bucket.ts";
import { type AwsIdentity, type AwsIdentityArgs, awsIdentity } from "./identity.ts";
import { databaseLoginPolicy, grantPolicy } from "./policy.ts";

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
  readonly #grants: Grants;
  readonly #buckets: Record<BucketRole, Resource[]>;
  readonly #identities = new Map<string, AwsIdentity>();
  readonly #logins = new Map<string, RolePolicy>();

  constructor(name: string, args: AwsObjectStoreArgs, opts?: ComponentResourceOptions) {
    super("mlops-platform:objectStore:AwsObjectStore", name, {}, opts);
    validate(`AwsObjectStore "${name}"`, argsSchema(args), args);
    const { region, accountId } = args.cloud;
    const provider = new Provider(name, { region, allowedAccountIds: [accountId] }, { parent: this });
    this.#name = name;
    this.#args = args;
    this.#opts = { parent: this, provider };
    this.#grants = new Grants(`AwsObjectStore "${name}"`, args.buckets);
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

  /** RDS and Aurora, by IAM: one inline policy for one user of one server. */
  databaseLogin(args: DatabaseLoginArgs): DatabaseLogin {
    validate(`AwsObjectStore "${this.#name}".databaseLogin`, databaseLoginSchema, args);
    const { cloud } = this.#args;
    const { resourceId, user } = args;
    const identity = this.#identity(args);
    const name = [this.#name, workloadOf(args), "database", resourceId, user].join("/");
    const policy =
      this.#logins.get(name) ??
      new RolePolicy(
        name,
        {
          name: `${resourceId}-${user}`,
          role: identity.roleName,
          policy: JSON.stringify(databaseLoginPolicy({ ...cloud, resourceId, user })),
        },
        { ...this.#opts, dependsOn: identity.resources },
      );
    this.#logins.set(name, policy);
    return {
      annotations: this.#annotations(identity),
      region: cloud.region,
      ready: [...identity.resources, policy],
    };
  }

  #grant(args: GrantArgs): Grant {
    const { region } = this.#args.cloud;
    const identity = this.#identity(args);
    const policy = this.#policy(args, identity);
    const url = joinUrl(`s3://${this.#grants.bucket(args.bucket).name}`, args.prefix);
    const env = { AWS_DEFAULT_REGION: region, AWS_REGION: region };
    const isIrsa = this.#args.identity === "irsa";
    return {
      annotations: this.#annotations(identity),
      podLabels: {},
      env,
      secretKeyRefs: {},
      files: {},
      url: () => url,
      barman: { s3Credentials: { inheritFromIAMRole: true } },
      h2oMlops: this.#h2oMlops(args),
      sidecarEnv: env,
      // S3, and STS for IRSA.
      egress: [toTcp([443]), ...(isIrsa ? [] : [toPodIdentityAgent])],
      ready: [...this.#buckets[args.bucket], ...identity.resources, policy],
    };
  }

  #annotations({ roleArn }: AwsIdentity): Record<string, string> {
    return this.#args.identity === "irsa" ? { "eks.amazonaws.com/role-arn": roleArn } : {};
  }

  /** The slash at the end keeps every key below the prefix, whoever puts the two together. */
  #h2oMlops({ bucket, prefix }: GrantArgs): H2oMlopsAccess {
    const { region } = this.#args.cloud;
    const bucketName = this.#grants.bucket(bucket).name;
    const below = prefix === "" ? "" : `${prefix}/`;
    return {
      url: `s3://${bucketName}?region=${region}${below && `&prefix=${below}`}`,
      migration: { cloudProvider: "s3", bucketName, region, ...(below && { prefix: below }) },
    };
  }

  #bucket(role: BucketRole): Resource[] {
    const { buckets, encryption, noncurrentDays, retention } = this.#args;
    const choice = buckets[role];
    if (choice?.kind !== "managed") {
      return [];
    }
    const kept = retention === "retain";
    return awsBucket(
      `${this.#name}-${role}`,
      { bucket: choice.name, arn: this.#bucketArn(role), encryption, noncurrentDays },
      { ...this.#opts, protect: kept, retainOnDelete: kept },
    );
  }

  /** The workload's role: made, or brought, with its first grant. */
  #identity({ namespace, serviceAccount }: Workload): AwsIdentity {
    const { cloud, identities } = this.#args;
    const workload = workloadOf({ namespace, serviceAccount });
    const roleArn = Object.hasOwn(identities, workload) ? identities[workload]?.roleArn : undefined;
    const identity =
      this.#identities.get(workload) ??
      awsIdentity(
        this.#name,
        { stack: getStack(), cloud, trust: this.#trust(), namespace, serviceAccount, roleArn },
        this.#opts,
      );
    this.#identities.set(workload, identity);
    return identity;
  }

  /** The schema of the args saw to it that what is needed is there. */
  #trust(): AwsIdentityArgs["trust"] {
    const { identity, oidcIssuer = "", clusterName = "" } = this.#args;
    return identity === "irsa" ? { kind: "irsa", oidcIssuer } : { kind: "podIdentity", clusterName };
  }

  #policy(args: GrantArgs, identity: AwsIdentity): RolePolicy {
    const { encryption } = this.#args;
    const { bucket, prefix, access } = args;
    const keyArn = encryption.kind === "kms" ? encryption.keyArn : undefined;
    const policy = grantPolicy({ bucketArn: this.#bucketArn(bucket), prefix, access, keyArn });
    return new RolePolicy(
      grantName(this.#name, args),
      {
        name: `${this.#grants.bucket(bucket).name}-${contentHash(prefix)}`,
        role: identity.roleName,
        policy: JSON.stringify(policy),
      },
      { ...this.#opts, dependsOn: identity.resources },
    );
  }

  #bucketArn(role: BucketRole): string {
    return `arn:${this.#args.cloud.partition}:s3:::${this.#grants.bucket(role).name}`;
  }
}

/** Of the config's own rules, and those that hold between args: each part says what it has to fit. */
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
