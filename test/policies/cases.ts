import type { Case } from "./case.ts";
import { awsIdentityCases } from "./cases/awsIdentities.ts";
import { awsPolicyCases } from "./cases/awsPolicies.ts";
import { azureIdentityCases } from "./cases/azureIdentities.ts";
import { azureStorageCases } from "./cases/azureStorage.ts";
import { databaseCases } from "./cases/databases.ts";
import { exposureCases } from "./cases/exposure.ts";
import { gatewayCases } from "./cases/gateway.ts";
import { gcpIdentityCases } from "./cases/gcpIdentities.ts";
import { gcsBucketCases } from "./cases/gcsBuckets.ts";
import { helmCases } from "./cases/helm.ts";
import { isolationCases } from "./cases/isolation.ts";
import { kmsKeyCases } from "./cases/kmsKeys.ts";
import { labelCases } from "./cases/labels.ts";
import { podIsolationCases } from "./cases/podIsolation.ts";
import { podSecurityCases } from "./cases/podSecurity.ts";
import { releaseCases } from "./cases/releases.ts";
import { roleCases } from "./cases/roles.ts";
import { s3BucketPolicyCases } from "./cases/s3BucketPolicies.ts";
import { s3BucketCases } from "./cases/s3Buckets.ts";
import { s3CompatibleCases } from "./cases/s3Compatible.ts";
import { statefulResourceCases } from "./cases/statefulResources.ts";
import { workloadCases } from "./cases/workloads.ts";

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
  ...podIsolationCases,
  ...workloadCases,
  ...isolationCases,
  ...roleCases,
  ...databaseCases,
  ...gatewayCases,
  ...exposureCases,
  ...helmCases,
  ...releaseCases,
  ...statefulResourceCases,
  ...labelCases,
];
