/** Schema of the answers file, which is also `mlops.answers` in a stack's config. */
import { z } from "zod";
import { acknowledge } from "../engine/acknowledgements.ts";

/** Security options that 0.68 knows by name (guide: Restructured environment security options). */
export const securityOptionNames = [
  "DISABLED",
  "PASSPHRASE_HASH_TYPE_PLAINTEXT",
  "PASSPHRASE_HASH_TYPE_BCRYPT",
  "AUTHORIZATION_PROTOCOL_OIDC",
] as const;

const securityOption = z.enum(securityOptionNames);

/** A text that is put into a URL without escaping. */
const urlPart = z.string().regex(/^[^\s?&#]+$/, "a text without spaces, ?, & or #");

const bucket = { bucket: urlPart.describe("Name of the bucket."), region: urlPart.describe("Its region.") };

export const objectStoreSchema = z.discriminatedUnion("provider", [
  z.strictObject({
    provider: z.literal("s3").describe("Where the bucket is."),
    ...bucket,
    prefix: urlPart.optional().describe("Path in the bucket."),
    roleArn: z.string().min(1).describe("Role that the storage service account takes."),
  }),
  z.strictObject({
    provider: z.literal("gcs").describe("Where the bucket is."),
    ...bucket,
    serviceAccount: z.string().min(1).describe("Email of the Google service account."),
  }),
  z.strictObject({
    provider: z.literal("azureblob").describe("Where the bucket is."),
    ...bucket,
    accountName: z.string().min(1).describe("Name of the storage account."),
    clientId: z.string().min(1).describe("Client id of the workload identity."),
  }),
  z.strictObject({
    provider: z.literal("minio").describe("Where the bucket is."),
    ...bucket,
    endpoint: urlPart.describe("Address of MinIO."),
    accessKeyId: z.string().min(1).meta({ secret: true }).describe("Access key id."),
    secretAccessKey: z.string().min(1).meta({ secret: true }).describe("Secret access key."),
  }),
]);

export const answersSchema = z.strictObject({
  securityOptions: z
    .record(z.string().regex(/^\d+$/, "a number"), securityOption)
    .optional()
    .describe("0.68: the name of each number in securityOptions. The guides give no table."),
  securityDefault: securityOption
    .optional()
    .describe("0.68: the default security option, where PASSPHRASE_HASH_TYPE_PLAINTEXT is not activated."),
  objectStore: objectStoreSchema
    .optional()
    .describe("0.68: bucket that the storage migrator copies models on a volume to."),
  storageMigrated: z.boolean().optional().describe("0.69: the migrator Job of 0.68 has completed."),
  mtls: z
    .enum(["mesh", "none"])
    .optional()
    .describe("0.70: mesh if a service mesh replaces the TLS settings, none if nothing does."),
  migrateMonitoring: z
    .boolean()
    .optional()
    .describe("1.0: migrate monitoring data and deployments to the new monitoring."),
  authzPolicyDefined: z
    .boolean()
    .optional()
    .describe("1.1: an AuthZ policy denies what the API gateway's role lists denied."),
  acknowledge,
});

export type Answers = z.output<typeof answersSchema>;
export type ObjectStoreAnswer = z.output<typeof objectStoreSchema>;
