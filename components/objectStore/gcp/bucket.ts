import { Bucket } from "@pulumi/gcp/storage/bucket.js";
import type { CustomResourceOptions } from "@pulumi/pulumi";

export interface GcpBucketArgs {
  /** Name of the bucket, unique in Cloud Storage. */
  bucket: string;
  project: string;

  /** Such as `EU` or `europe-west1`. */
  location: string;

  /** Days an overwritten or deleted version is kept. */
  noncurrentDays: number;

  /** Days a deleted object can be restored, after its versions are gone. */
  softDeleteDays: number;
}

const secondsPerDay = 24 * 60 * 60;

/** A bucket that is private and versioned. IAM alone grants access: conditions need uniform bucket-level access. */
export function gcpBucket(name: string, args: GcpBucketArgs, opts: CustomResourceOptions): Bucket {
  const { bucket, project, location, noncurrentDays, softDeleteDays } = args;
  return new Bucket(
    name,
    {
      name: bucket,
      project,
      location,
      forceDestroy: false,
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      versioning: { enabled: true },
      softDeletePolicy: { retentionDurationSeconds: softDeleteDays * secondsPerDay },
      lifecycleRules: [
        { action: { type: "Delete" }, condition: { daysSinceNoncurrentTime: noncurrentDays, withState: "ARCHIVED" } },
        { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
      ],
    },
    opts,
  );
}
