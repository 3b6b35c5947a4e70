import { z } from "zod";
import { caSecret, image, retention, secretName, secretText } from "../values.ts";
import { s3Endpoint } from "./s3Endpoint.ts";
import { objectStoreServer } from "./server.ts";

/** S3 and GCS bucket names share these rules; Azure container names are stricter and fit too. */
const bucketName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, "a bucket name: 3 to 63 lower case letters, digits and inner hyphens");

const bucket = z.strictObject({
  kind: z
    .enum(["managed", "existing"])
    .default("managed")
    .describe("`managed`: created by the stack. `existing`: there already, and the stack only grants access to it."),
  name: bucketName.describe("Name of the bucket, unique in the cloud."),
});

const buckets = z
  .strictObject({
    artifacts: bucket.describe("Bucket for artifacts and models; every platform gets a prefix of it."),
    backups: bucket.describe("Bucket for database backups alone: Barman Cloud cannot use a prefix of a shared one."),
    models: bucket
      .optional()
      .describe(
        "Bucket for H2O MLOps alone, which takes a whole bucket on Google Cloud and Azure. Elsewhere optional: without it, models are in the artifacts bucket.",
      ),
  })
  .refine(({ artifacts, backups }) => artifacts.name !== backups.name, {
    path: ["backups", "name"],
    error: "another bucket than that of artifacts",
  })
  .refine(({ artifacts, backups, models }) => ![artifacts.name, backups.name].includes(models?.name ?? ""), {
    path: ["models", "name"],
    error: "another bucket than those of artifacts and backups",
  })
  .describe("The buckets.");

const noncurrentDays = z.int().min(1).default(30).describe("Days that an overwritten or deleted version is kept.");

/** `namespace/serviceAccount` of the workload that uses an existing identity. */
const workload = z
  .string()
  .regex(/^[a-z0-9][-a-z0-9]*\/[a-z0-9][-a-z0-9]*$/, "namespace/serviceAccount of the workload");

export const awsObjectStore = z.strictObject({
  kind: z.literal("aws"),
  buckets,
  encryption: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("s3") }),
      z.strictObject({
        kind: z.literal("kms"),
        keyArn: z
          .string()
          .regex(/^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key\/[A-Za-z0-9-]+$/, "ARN of a KMS key")
          .describe("ARN of the key."),
      }),
    ])
    .default({ kind: "s3" })
    .describe("`s3`: keys of S3 itself. `kms`: your key, with bucket keys."),
  identity: z
    .enum(["irsa", "podIdentity"])
    .default("irsa")
    .describe(
      "IAM roles for service accounts (needs `cluster.oidcIssuer`), or EKS Pod Identity (needs `cluster.name`).",
    ),
  identities: z
    .record(
      workload,
      z.strictObject({
        roleArn: z
          .string()
          .regex(/^arn:[a-z-]+:iam::[0-9]{12}:role\/.+$/, "ARN of an IAM role")
          .describe("The role."),
      }),
    )
    .default({})
    .describe(
      "Existing roles by workload (`namespace/serviceAccount`). The stack grants them access; their trust policy is yours.",
    ),
  noncurrentDays,
  retention,
});

export const gcpObjectStore = z.strictObject({
  kind: z.literal("gcp"),
  location: z.string().min(1).describe("Location of managed buckets, such as EU or europe-west1."),
  buckets,
  identities: z
    .record(
      workload,
      z.strictObject({
        email: z
          .string()
          .regex(/^.+@.+\.gserviceaccount\.com$/, "e-mail of a service account")
          .describe("The service account."),
      }),
    )
    .default({})
    .describe(
      "Existing service accounts by workload (`namespace/serviceAccount`). The stack grants them access; who may act as them is up to you.",
    ),
  softDeleteDays: z.int().min(7).max(90).default(7).describe("Days that a deleted object can be restored."),
  noncurrentDays,
  retention,
});

export const azureObjectStore = z.strictObject({
  kind: z.literal("azure"),
  account: z
    .strictObject({
      kind: z
        .enum(["managed", "existing"])
        .default("managed")
        .describe("`managed`: created by the stack. `existing`: there already."),
      name: z
        .string()
        .regex(/^[a-z0-9]{3,24}$/, "a storage account name: 3 to 24 lower case letters and digits")
        .describe("Name of the account, unique in Azure."),
    })
    .describe("The storage account."),
  sku: z
    .enum(["Standard_LRS", "Standard_ZRS", "Standard_GRS", "Standard_GZRS"])
    .default("Standard_ZRS")
    .describe("Redundancy of a managed storage account."),
  buckets: buckets.describe("The containers."),
  identities: z
    .record(
      workload,
      z.strictObject({
        clientId: z.guid().describe("Client id of the identity."),
        principalId: z.guid().describe("Object id of the identity."),
      }),
    )
    .default({})
    .describe(
      "Existing user-assigned identities by workload (`namespace/serviceAccount`). The stack assigns them the role; their federated credential is yours.",
    ),
  softDeleteDays: z
    .int()
    .min(1)
    .max(365)
    .default(14)
    .describe("Days that a deleted blob or container can be restored."),
  noncurrentDays: noncurrentDays.describe(
    "Days after its creation that an overwritten or deleted version is deleted; `softDeleteDays` go on top.",
  ),
  retention,
});

const s3ObjectStoreKeys = z.strictObject({
  kind: z.literal("s3"),
  endpoint: s3Endpoint
    .optional()
    .describe("Address of the S3-compatible store: scheme, host and port. Required unless there is a `server`."),
  server: objectStoreServer.optional(),
  region: z.string().min(1).default("us-east-1").describe("Region that requests are signed for."),
  pathStyle: z.boolean().default(true).describe("Bucket in the path rather than in the host name."),
  image: image
    .optional()
    .describe("Image with Python and boto3 for the Jobs that create buckets. Default: the pinned one."),
  ca: caSecret
    .optional()
    .describe("Secret, in the namespace of each workload, with the CA that signed the store's certificate."),
  buckets,
  credentials: z
    .discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("existing"),
        secretName,
        accessKeyIdKey: z.string().min(1).default("ACCESS_KEY_ID").describe("Key of the access key id."),
        secretAccessKeyKey: z.string().min(1).default("SECRET_ACCESS_KEY").describe("Key of the secret access key."),
        regionKey: z.string().min(1).optional().describe("Key of the region, which Barman reads from a Secret only."),
      }),
      z.strictObject({
        kind: z.literal("configured"),
        // A signature's scope is split at slashes. Both lengths are the minimum of MinIO.
        accessKeyId: secretText(
          z
            .string()
            .regex(/^[^\s/,=]{3,}$/, "at least 3 characters, none of them a space, slash, comma or equals sign"),
        ).describe("Access key id."),
        secretAccessKey: secretText(z.string().min(8, "at least 8 characters")).describe("Secret access key."),
      }),
    ])
    .describe(
      "Access keys of the store: a Secret in the namespace of each workload, or config secrets from which the stack makes one.",
    ),
});

/** Reports a missing endpoint together with other problems: by default zod skips refinements where a key is wrong. */
export const s3ObjectStore = s3ObjectStoreKeys.refine(
  ({ endpoint, server }) => endpoint !== undefined || server !== undefined,
  {
    path: ["endpoint"],
    error: "a URL such as https://minio.example.com:9000",
    when: ({ value }) => typeof value === "object" && value !== null,
  },
);

export const objectStore = z
  .discriminatedUnion("kind", [awsObjectStore, gcpObjectStore, azureObjectStore, s3ObjectStore])
  .describe("Buckets for artifacts and backups, and how workloads get access to them.");

export type ObjectStoreConfig = z.output<typeof objectStore>;
