/** Every rule of the pack, by family. */

import { awsIdentities } from "./awsIdentities.ts";
import { awsPolicies } from "./awsPolicies.ts";
import { azureIdentities } from "./azureIdentities.ts";
import { azureStorage } from "./azureStorage.ts";
import { databases } from "./databases.ts";
import { exposures } from "./exposure.ts";
import { gateways } from "./gateway.ts";
import { gcpIdentities } from "./gcpIdentities.ts";
import { gcsBuckets } from "./gcsBuckets.ts";
import { helmCharts } from "./helm.ts";
import { isolation } from "./isolation.ts";
import { kmsKeys } from "./kmsKeys.ts";
import { labels } from "./labels.ts";
import { podIsolation } from "./podIsolation.ts";
import { podSecurity } from "./podSecurity.ts";
import { deployedReleases } from "./releases.ts";
import { roles } from "./roles.ts";
import type { Rule } from "./rule.ts";
import { s3BucketPolicies } from "./s3BucketPolicies.ts";
import { s3Buckets } from "./s3Buckets.ts";
import { s3Compatible } from "./s3Compatible.ts";
import { statefulResources } from "./statefulResources.ts";
import { workloads } from "./workloads.ts";

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
