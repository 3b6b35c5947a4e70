import { z } from "zod";
import { namespaceChoice } from "../namespace.ts";
import { byteQuantity, cronSchedule, hostName, kubernetesName, secretName, secretText } from "../values.ts";
import { database } from "./database.ts";
import { mlflowImage } from "./image.ts";

// MLflow refuses to start with a shorter password, and with the default of old releases (GHSA-gq3w-7jj3-x7gr).
const adminPassword = z
  .string()
  .min(12, "at least 12 characters")
  .refine((text) => text !== "password1234", "another password than MLflow's old default");

export const mlflow = z
  .strictObject({
    namespace: namespaceChoice,
    host: hostName.optional().describe("Host name of the tracking server. Default: `mlflow.` and the domain."),
    image: mlflowImage
      .optional()
      .describe("Image of the server: MLflow 3.9 or a later 3.x, a `-full` one. Default: the pinned one."),
    restoredTo: z
      .string()
      .regex(/^\d+\.\d+[\w.]*$/, "a version such as 3.17.2")
      .optional()
      .describe(
        "Confirms a downgrade: the image's version, after the database has been restored to a state of that version.",
      ),
    replicas: z.int().min(1).max(50).default(1).describe("Pods of the tracking server."),
    workers: z.int().min(1).max(32).default(2).describe("Server processes in a pod; its memory grows with them."),
    tmpSize: byteQuantity
      .default("10Gi")
      .describe(
        "Space for uploads in progress: at least the largest artifact times the number of simultaneous uploads.",
      ),
    adminUsername: z.string().min(1).default("admin").describe("Name of the first administrator."),
    credentials: z
      .discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("existing"), secretName }),
        z.strictObject({
          kind: z.literal("configured"),
          adminPassword: secretText(adminPassword).describe(
            "First administrator's password; changing it later has no effect on MLflow.",
          ),
          flaskSecretKey: secretText(z.string().min(16, "at least 16 characters")).describe(
            "Key that signs sessions, the same on every pod.",
          ),
          kekPassphrase: secretText(z.string().min(16, "at least 16 characters")).describe(
            "Passphrase that encrypts stored gateway secrets: without it they are lost.",
          ),
        }),
      ])
      .describe(
        "Administrator's password, Flask's session key and the passphrase of stored gateway secrets: a Secret with the keys `username`, `password`, `flask-secret-key` and `kek-passphrase`, or config secrets from which the stack makes one.",
      ),
    exposure: z
      .discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("gateway") }),
        z.strictObject({
          kind: z.literal("httpRoute"),
          gateway: z
            .strictObject({
              name: kubernetesName.describe("Name of the Gateway."),
              namespace: kubernetesName.describe("Namespace of the Gateway."),
              proxyNamespace: kubernetesName
                .default("envoy-gateway-system")
                .describe("Namespace of the Gateway's proxy pods; Envoy Gateway runs them in its own namespace."),
              sectionName: z
                .string()
                .min(1)
                .optional()
                .describe("Listener of the Gateway. Default: any that accepts the host."),
            })
            .describe("The Gateway of the HTTPRoute."),
        }),
        z.strictObject({ kind: z.literal("route") }),
        z.strictObject({
          kind: z.literal("ingress"),
          className: kubernetesName.describe("Ingress class."),
          controllerNamespace: kubernetesName.describe("Namespace of the ingress controller's pods."),
          tlsSecretName: kubernetesName.describe("Secret with the certificate."),
        }),
        z.strictObject({ kind: z.literal("none") }),
      ])
      .default({ kind: "gateway" })
      .describe(
        "How clients reach the server: the stack's own `gateway`, an HTTPRoute of another Gateway, an OpenShift Route, or an Ingress, all with TLS; or `none`, its Service alone, for `kubectl port-forward`, which goes through the API server's TLS.",
      ),
    artifactsPrefix: z
      .string()
      .regex(/^[A-Za-z0-9]([A-Za-z0-9/_.-]*[A-Za-z0-9])?$/, "a path without slashes at its ends")
      .default("mlflow")
      .describe("Path of artifacts in the artifacts bucket."),
    allowedHosts: z
      .array(z.string().min(1))
      .default([])
      .describe("Further Host headers to accept, with `*` as a wildcard."),
    allowedOrigins: z.array(z.url()).default([]).describe("Further origins that browsers may call from."),
    garbageCollection: z
      .strictObject({
        schedule: cronSchedule
          .default("0 3 * * *")
          .describe("When deleted runs are removed for good: five cron fields."),
        olderThan: z
          .string()
          .regex(/^[1-9][0-9]*d$/, "days such as 30d")
          .default("30d")
          .describe("How long a deleted run can be restored."),
      })
      .prefault({})
      .describe("Removal of deleted runs and their artifacts."),
    monitoring: z
      .boolean()
      .default(true)
      .describe("ServiceMonitor, PodMonitor and alerts for the Prometheus operator."),
    database: database.describe("PostgreSQL for runs and for users: a CloudNativePG cluster, or an external server."),
  })
  .describe("MLflow tracking server.");
