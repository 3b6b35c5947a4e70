import { z } from "zod";
import { awsRegion } from "../cloud.ts";
import { secretName, serverName, tcpPort } from "../values.ts";

/** The server's address, for network policies: the connection string in a Secret is never read. */
const server = {
  host: serverName.describe("Host name of the server."),
  port: tcpPort.default(5432).describe("TCP port."),
};

/** How a service of H2O MLOps logs in to PostgreSQL. */
export const databaseLogin = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("connectionString"),
      ...server,
      secretName,
      key: z.string().min(1).describe("Key of the connection string."),
    }),
    z.strictObject({
      kind: z.literal("iam"),
      ...server,
      database: z.string().min(1).describe("Name of the database."),
      user: z.string().min(1).describe("User of the database, who may log in with a token."),
      region: awsRegion.describe("AWS region of the server."),
      roleArn: z
        .string()
        .regex(/^arn:aws[a-z-]*:iam::[0-9]{12}:role\/.+$/, "the ARN of an IAM role")
        .optional()
        .describe("IAM role that pods act as (IRSA). Default: none, for EKS Pod Identity."),
    }),
  ])
  .describe(
    "Database of MLOps storage: a connection string in a Secret, or login with AWS IAM (H2O MLOps 0.70 and later).",
  );
