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
import { disruptionBudgets } from "./kubernetes/disruptionBudgets.ts";
import { helmCharts } from "./kubernetes/helm.ts";
import { hostAccess } from "./kubernetes/hostAccess.ts";
import { namespaces } from "./kubernetes/namespaces.ts";
import { networkPolicies } from "./kubernetes/networkPolicies.ts";
import { podSecurity } from "./kubernetes/podSecurity.ts";
import { requiredLabels } from "./kubernetes/requiredLabels.ts";
import { roles } from "./kubernetes/roles.ts";
import { serviceAccounts } from "./kubernetes/serviceAccounts.ts";
import { workloads } from "./kubernetes/workloads.ts";
import { deployedReleases } from "./releases/deployedReleases.ts";

export const families: { title: string; rules: Rule[] }[] = [
  { title: "Buckets in Amazon S3", rules: s3Buckets },
  { title: "Bucket policies and ACLs in Amazon S3", rules: s3BucketPolicies },
  { title: "Keys of AWS KMS", rules: kmsKeys },
  { title: "Buckets in Google Cloud Storage", rules: gcsBuckets },
  { title: "Storage accounts in Azure", rules: azureStorage },
  { title: "S3-compatible stores", rules: s3Compatible },
  { title: "Identities in AWS", rules: awsIdentities },
  { title: "Policies in AWS IAM", rules: awsPolicies },
  { title: "Identities in Google Cloud", rules: gcpIdentities },
  { title: "Identities in Azure", rules: azureIdentities },
  { title: "Pods: privileges of their containers", rules: podSecurity },
  { title: "Pods: access to their node", rules: hostAccess },
  { title: "Containers of workloads", rules: workloads },
  { title: "Service accounts", rules: serviceAccounts },
  { title: "Namespaces", rules: namespaces },
  { title: "Network policies", rules: networkPolicies },
  { title: "Disruption budgets", rules: disruptionBudgets },
  { title: "Roles in Kubernetes", rules: roles },
  { title: "PostgreSQL", rules: databases },
  { title: "Gateways and their routes", rules: gateways },
  { title: "Access from outside", rules: exposures },
  { title: "Helm", rules: helmCharts },
  { title: "Releases of the products", rules: deployedReleases },
  { title: "Stateful resources", rules: statefulResources },
  { title: "Labels", rules: requiredLabels },
];

export const rules: Rule[] = families.flatMap((family) => family.rules);
