/** Every rule of the pack, by family. */

import type { Rule } from "../engine/rule.ts";
import { s3BucketPolicies } from "./aws/bucketPolicies.ts";
import { s3Buckets } from "./aws/buckets.ts";
import { awsPolicies } from "./aws/iamPolicies.ts";
import { awsIdentities } from "./aws/identities.ts";
import { kmsKeys } from "./aws/kmsKeys.ts";
import { azureIdentities } from "./azure/identities.ts";
import { azureStorage } from "./azure/storageAccounts.ts";
import { databases } from "./data/databases.ts";
import { s3Compatible } from "./data/s3Compatible.ts";
import { statefulResources } from "./data/statefulResources.ts";
import { exposures } from "./gateway/exposure.ts";
import { gateways } from "./gateway/gateways.ts";
import { gcsBuckets } from "./gcp/buckets.ts";
import { gcpIdentities } from "./gcp/identities.ts";
import { helmCharts } from "./kubernetes/helm.ts";
import { isolation } from "./kubernetes/isolation.ts";
import { labels } from "./kubernetes/labels.ts";
import { podIsolation } from "./kubernetes/podIsolation.ts";
import { podSecurity } from "./kubernetes/podSecurity.ts";
import { roles } from "./kubernetes/roles.ts";
import { workloads } from "./kubernetes/workloads.ts";
import { deployedReleases } from "./releases/deployedReleases.ts";

export const families: { title: string; rules: Rule[] }[] = [
  { title: "Buckets in Amazon S3", rules: s3Buckets },
  { title: "Policies and ACLs of buckets in Amazon S3", rules: s3BucketPolicies },
  { title: "Keys of AWS KMS", rules: kmsKeys },
  { title: "Buckets in Google Cloud Storage", rules: gcsBuckets },
  { title: "Storage accounts in Azure", rules: azureStorage },
  { title: "S3-compatible stores", rules: s3Compatible },
  { title: "Identities in AWS", rules: awsIdentities },
  { title: "Policies in AWS IAM", rules: awsPolicies },
  { title: "Identities in Google Cloud", rules: gcpIdentities },
  { title: "Identities in Azure", rules: azureIdentities },
  { title: "Pods: what their containers may do", rules: podSecurity },
  { title: "Pods: what they reach of their node", rules: podIsolation },
  { title: "Workloads: their containers", rules: workloads },
  { title: "Workloads: what is around them", rules: isolation },
  { title: "Roles in Kubernetes", rules: roles },
  { title: "PostgreSQL", rules: databases },
  { title: "Gateways and their routes", rules: gateways },
  { title: "Who gets in, and how", rules: exposures },
  { title: "Helm", rules: helmCharts },
  { title: "Releases of the products", rules: deployedReleases },
  { title: "What holds data", rules: statefulResources },
  { title: "Labels", rules: labels },
];

export const rules: Rule[] = families.flatMap((family) => family.rules);
