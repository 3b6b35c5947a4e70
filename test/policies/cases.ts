import type { Case } from "./case.ts";
import { s3BucketPolicyCases } from "./cases/aws/bucketPolicies.ts";
import { s3BucketCases } from "./cases/aws/buckets.ts";
import { awsPolicyCases } from "./cases/aws/iamPolicies.ts";
import { awsIdentityCases } from "./cases/aws/identities.ts";
import { kmsKeyCases } from "./cases/aws/kmsKeys.ts";
import { azureIdentityCases } from "./cases/azure/identities.ts";
import { azureStorageCases } from "./cases/azure/storageAccounts.ts";
import { databaseCases } from "./cases/data/databases.ts";
import { s3CompatibleCases } from "./cases/data/s3Compatible.ts";
import { statefulResourceCases } from "./cases/data/statefulResources.ts";
import { exposureCases } from "./cases/gateway/exposure.ts";
import { gatewayCases } from "./cases/gateway/gateways.ts";
import { gcsBucketCases } from "./cases/gcp/buckets.ts";
import { gcpIdentityCases } from "./cases/gcp/identities.ts";
import { disruptionBudgetCases } from "./cases/kubernetes/disruptionBudgets.ts";
import { helmCases } from "./cases/kubernetes/helm.ts";
import { hostAccessCases } from "./cases/kubernetes/hostAccess.ts";
import { namespaceCases } from "./cases/kubernetes/namespaces.ts";
import { networkPolicyCases } from "./cases/kubernetes/networkPolicies.ts";
import { podSecurityCases } from "./cases/kubernetes/podSecurity.ts";
import { labelCases } from "./cases/kubernetes/requiredLabels.ts";
import { roleCases } from "./cases/kubernetes/roles.ts";
import { serviceAccountCases } from "./cases/kubernetes/serviceAccounts.ts";
import { workloadCases } from "./cases/kubernetes/workloads.ts";
import { releaseCases } from "./cases/releases/deployedReleases.ts";

/** The cases of every rule. */
export const cases: Case[] = [
  ...s3BucketCases,
  ...s3BucketPolicyCases,
  ...kmsKeyCases,
  ...gcsBucketCases,
  ...azureStorageCases,
  ...s3CompatibleCases,
  ...awsIdentityCases,
  ...awsPolicyCases,
  ...gcpIdentityCases,
  ...azureIdentityCases,
  ...podSecurityCases,
  ...hostAccessCases,
  ...workloadCases,
  ...serviceAccountCases,
  ...namespaceCases,
  ...networkPolicyCases,
  ...disruptionBudgetCases,
  ...roleCases,
  ...databaseCases,
  ...gatewayCases,
  ...exposureCases,
  ...helmCases,
  ...releaseCases,
  ...statefulResourceCases,
  ...labelCases,
];
