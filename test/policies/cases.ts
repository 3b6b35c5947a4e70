import type { Case } from "./case.ts";
import { podIsolationCases } from "./cases/podIsolation.ts";
import { podSecurityCases } from "./cases/podSecurity.ts";
import { s3BucketCases } from "./cases/s3Buckets.ts";

/** The cases of every rule. */
export const cases: Case[] = [...s3BucketCases, ...podSecurityCases, ...podIsolationCases];
