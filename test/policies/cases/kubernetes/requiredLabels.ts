import type { BucketArgs } from "@pulumi/aws/s3/bucket.js";
import { type Case, type CaseResource, resource } from "../../case.ts";

const rule = "resource-labelled";
const both = { owner: "ml-platform", environment: "production" };

const configMap = (name: string, labels: Record<string, string>, parent?: string): CaseResource =>
  resource(
    "kubernetes:core/v1:ConfigMap",
    name,
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: name, labels }, data: {} },
    { ...(parent && { parent }) },
  );

const bucket = (name: string, tags: Record<string, string>): CaseResource =>
  resource<BucketArgs>("aws:s3/bucket:Bucket", name, { bucket: name, tags });

export const labelCases: Case[] = [
  {
    rule,
    passes: [
      [configMap(rule, both)],
      [bucket(rule, both)],
      [resource("kubernetes:helm.sh/v4:Chart", "chart", { chart: "./app" }), configMap(rule, {}, "chart")],
    ],
    fails: [[configMap(`${rule}-2`, { owner: "ml-platform" })], [bucket(`${rule}-3`, { environment: "production" })]],
  },
];
