import type { BucketPublicAccessBlockArgs } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import { type Case, resource } from "../case.ts";

const open = "s3-bucket-public-access-blocked";

const bucket = (name: string) => resource("aws:s3/bucket:Bucket", name, { bucket: name });

const accessBlock = (bucket: string, settings: Omit<BucketPublicAccessBlockArgs, "bucket">) =>
  resource<BucketPublicAccessBlockArgs>("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", `${bucket}-block`, {
    bucket,
    ...settings,
  });

const closed = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };

export const s3BucketCases: Case[] = [
  {
    rule: open,
    passes: [[bucket(open), accessBlock(open, closed)]],
    fails: [[bucket(open)], [bucket(`${open}-2`), accessBlock(`${open}-2`, { ...closed, blockPublicPolicy: false })]],
  },
];
