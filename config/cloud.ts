import { z } from "zod";
import type { Fix } from "../lib/diagnostics/problem.ts";

export const awsRegion = z.string().regex(/^[a-z]{2}(-[a-z]+)+-[0-9]$/, "an AWS region such as eu-central-1");

export const awsCloud = z.strictObject({
  region: awsRegion.describe("Region of all AWS resources."),
  accountId: z
    .string()
    .regex(/^[0-9]{12}$/, "the 12 digits of an AWS account")
    .describe("Account that the AWS credentials must belong to."),
  partition: z.enum(["aws", "aws-us-gov", "aws-cn"]).default("aws").describe("AWS partition, for ARNs."),
});

export const gcpCloud = z.strictObject({
  project: z
    .string()
    .regex(/^[a-z][-a-z0-9]{4,28}[a-z0-9]$/, "a Google Cloud project id")
    .describe("Project of all Google Cloud resources."),
});

export const azureCloud = z.strictObject({
  subscriptionId: z.guid("a subscription id (GUID)").describe("Subscription of all Azure resources."),
  tenantId: z.guid("a tenant id (GUID)").describe("Tenant of the identities."),
  resourceGroup: z.string().min(1).max(90).describe("Existing resource group of all Azure resources."),
  location: z
    .string()
    .regex(/^[a-z0-9]+$/, "an Azure location such as westeurope")
    .describe("Location of all Azure resources."),
});

export const cloud = z
  .strictObject({
    aws: awsCloud.optional().describe("Amazon Web Services."),
    gcp: gcpCloud.optional().describe("Google Cloud."),
    azure: azureCloud.optional().describe("Microsoft Azure."),
  })
  .superRefine((value, context) => {
    const chosen = Object.keys(value);
    if (chosen.length > 1) {
      context.addIssue({
        code: "custom",
        message: "at most one cloud",
        params: {
          found: chosen.join(" and "),
          fix: { kind: "remove", paths: chosen.map((name) => ["cloud", name]) } satisfies Fix,
        },
      });
    }
  })
  .describe("The cloud that the cluster runs on; leave it out on premises.");

export type CloudConfig = z.output<typeof cloud>;
