/** Schemas of values that appear in more than one section of the config. */
import { secret } from "@pulumi/pulumi";
import { Cron } from "croner";
import { z } from "zod";

/** RFC 1123 label, the strictest name of Kubernetes: namespaces, services and most names derived from one. */
export const kubernetesName = z
  .string()
  .max(63, "a Kubernetes name of at most 63 characters")
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "a Kubernetes name: lower case letters, digits and inner hyphens");

/** Name of a database or role that needs no quotes in SQL. */
export const identifier = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,62}$/, "an SQL name: lower case letters, digits and underscores");

/** Id that RDS gives an instance, a cluster or a proxy. Source: RDS user guide, "Creating and using an IAM policy". */
export const databaseResourceId = z
  .string()
  .regex(/^(db|cluster|prx)-[A-Za-z0-9]+$/, "a resource id of RDS such as db-ABCDEFGHIJKL01234");

/** RFC 1123 subdomain. */
export const hostName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/, "a host name such as mlflow.example.com");

/** Name of a server as a pod resolves it: a Service of its own namespace, or a host name. */
export const serverName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, "the name of a Service or host");

export const tcpPort = z.int().min(1).max(65535);

/** Quantity of bytes as Kubernetes writes it. */
export const byteQuantity = z.string().regex(/^[1-9][0-9]*(Ki|Mi|Gi|Ti)$/, "a quantity such as 20Gi");

/** Quantity of CPU as Kubernetes writes it. */
export const cpuQuantity = z.string().regex(/^([1-9][0-9]*m?|0?\.[0-9]+)$/, "a quantity such as 500m or 2");

/** An image with a tag or digest, so that it does not change by itself. */
export const image = z
  .string()
  .regex(/^[a-z0-9][^\s]*(:[\w][\w.-]*|@sha256:[0-9a-f]{64})$/, "an image with its tag or digest");

/** A length of time as the Gateway API writes it. */
export const duration = z.string().regex(/^([0-9]{1,5}(h|m|s|ms)){1,4}$/, "a duration such as 30s");

/** A URL of a server with TLS. */
export const httpsUrl = z.url({ protocol: /^https$/, error: "an https URL" });

/** An origin as browsers send it: scheme, host and port, never a path. */
export const webOrigin = z
  .string()
  .regex(/^https?:\/\/[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?$/, "an origin such as https://mlops.example.com");

/** Five fields, as in CronJob.spec.schedule. */
export const cronSchedule = cron(5, "five cron fields such as 0 3 * * *");

/** Six fields, seconds first, as in CloudNativePG's ScheduledBackup.spec.schedule. */
export const cronScheduleWithSeconds = cron(6, "six cron fields, seconds first, such as 0 0 0 * * *");

/** Name of a Secret, in the namespace of the workload that reads it. */
export const secretName = kubernetesName.describe("Name of the Secret.");

/** A CA's certificate in a Secret. */
export const caSecret = z.strictObject({
  secretName,
  key: z.string().min(1).default("ca.crt").describe("Key of the certificate."),
});

/** A value that never appears in logs, renders or plain state. `pulumi config set --secret` stores it. */
export const secretText = (schema = z.string().min(1)) =>
  schema.meta({ secret: true }).transform((text) => secret(text));

/** Path of a chart's folder or .tgz file, from the project's folder. */
export const chartPath = z.string().min(1).meta({ chartFile: true });

/** Retention of stateful resources that are removed from the program. */
export const retention = z
  .enum(["retain", "delete"])
  .default("retain")
  .describe(
    "`retain` protects stateful resources and keeps them when they are removed from the program; `delete` deletes them.",
  );

function cron(fields: 5 | 6, expected: string) {
  return z.string().refine((text) => text.trim().split(/\s+/).length === fields && isCron(text), expected);
}

function isCron(text: string): boolean {
  try {
    new Cron(text, { paused: true, mode: "auto" });
    return true;
  } catch {
    return false;
  }
}
