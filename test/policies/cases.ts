import type { Case } from "./case.ts";
import { databaseCases } from "./cases/databases.ts";
import { exposureCases } from "./cases/exposure.ts";
import { gatewayCases } from "./cases/gateway.ts";
import { helmCases } from "./cases/helm.ts";
import { isolationCases } from "./cases/isolation.ts";
import { podIsolationCases } from "./cases/podIsolation.ts";
import { podSecurityCases } from "./cases/podSecurity.ts";
import { roleCases } from "./cases/roles.ts";
import { s3BucketCases } from "./cases/s3Buckets.ts";
import { workloadCases } from "./cases/workloads.ts";

/** The cases of every rule. */
export const cases: Case[] = [
  ...s3BucketCases,
  ...podSecurityCases,
  ...podIsolationCases,
  ...workloadCases,
  ...isolationCases,
  ...roleCases,
  ...databaseCases,
  ...gatewayCases,
  ...exposureCases,
  ...helmCases,
];
