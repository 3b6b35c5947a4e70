import { z } from "zod";
import {
  byteQuantity,
  caSecret,
  cpuQuantity,
  cronScheduleWithSeconds,
  hostName,
  kubernetesName,
  retention,
  secretName,
  secretText,
  tcpPort,
} from "../values.ts";

/** PostgreSQL's own default of 100 is less than two pods of MLflow may open. */
export const defaultMaxConnections = 200;

/** PostgreSQL run by CloudNativePG in the platform's own namespace. */
export const databaseCluster = z.strictObject({
  kind: z.literal("cluster"),
  instances: z.int().min(1).max(9).default(3).describe("PostgreSQL instances: one primary, the others standbys."),
  majorVersion: z
    .union([z.literal(17), z.literal(18)])
    .default(18)
    .describe("Major version of PostgreSQL."),
  imageCatalog: z
    .strictObject({
      kind: z
        .enum(["ImageCatalog", "ClusterImageCatalog"])
        .describe("Whether the catalog is of the namespace or of the cluster."),
      name: kubernetesName.describe("Name of the catalog."),
    })
    .optional()
    .describe("Existing catalog of images. Default: the stack creates one with the pinned images."),
  storage: byteQuantity.default("20Gi").describe("Size of each instance's data volume."),
  walStorage: byteQuantity.default("10Gi").describe("Size of each instance's WAL volume."),
  storageClass: kubernetesName.optional().describe("Storage class. Default: the cluster's own."),
  resources: z
    .strictObject({
      cpu: cpuQuantity.default("1").describe("CPU of each instance."),
      memory: byteQuantity.default("2Gi").describe("Memory of each instance."),
    })
    .prefault({})
    .describe("Requests and limits, which are equal so that instances have the Guaranteed class."),
  parameters: z
    .record(z.string(), z.string())
    .default({})
    .describe(`Settings of postgresql.conf; max_connections is ${defaultMaxConnections} unless set.`),
  credentials: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("existing"), secretName }),
      z.strictObject({ kind: z.literal("configured"), password: secretText().describe("Password of the owner.") }),
    ])
    .describe(
      "Password of the owner: in a Secret of type kubernetes.io/basic-auth, or a config secret from which the stack makes one.",
    ),
  backups: z
    .strictObject({
      schedule: cronScheduleWithSeconds
        .default("0 0 0 * * *")
        .describe("When base backups are taken: six cron fields, seconds first."),
      retentionDays: z.int().min(1).default(30).describe("Days that point-in-time recovery reaches back."),
      alertAfterDays: z
        .int()
        .min(1)
        .default(2)
        .describe("Days without a new base backup that raise an alert; more than the schedule's interval."),
      resources: z
        .strictObject({
          cpu: cpuQuantity.default("250m").describe("CPU of the sidecar of each instance."),
          memory: byteQuantity.default("384Mi").describe("Memory of the sidecar of each instance."),
        })
        .prefault({})
        .describe("Requests and limits, which are equal, of the sidecar that archives WAL and takes base backups."),
    })
    .prefault({})
    .describe("Base backups and WAL, kept in the backups bucket."),
  retention,
});

/** PostgreSQL outside the stack. */
const externalDatabase = z.strictObject({
  kind: z.literal("external"),
  host: hostName.describe("Host name, which the server's certificate must have."),
  port: tcpPort.default(5432).describe("TCP port."),
  secretName: kubernetesName.describe("Secret with the keys `username` and `password`."),
  ca: caSecret.describe("Secret with the CA that signed the server's certificate."),
});

export const database = z.discriminatedUnion("kind", [databaseCluster, externalDatabase]);
