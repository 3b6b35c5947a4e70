import type { BucketArgs } from "@pulumi/aws/s3/bucket.js";
import type { BucketPublicAccessBlockArgs } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import type { Unwrap } from "@pulumi/pulumi";
import { ofType, type Resource, type Rule, stackRule } from "./rule.ts";
import type { Stack } from "./stack.ts";

type Bucket = Unwrap<BucketArgs>;
type PublicAccessBlock = Unwrap<BucketPublicAccessBlockArgs>;

const isBucket = ofType("aws:s3/bucket:Bucket");

export const s3Buckets: Rule[] = [
  stackRule<Bucket>({
    name: "s3-bucket-public-access-blocked",
    severity: "critical",
    what: "Every S3 bucket blocks public access by all four settings.",
    why: "One wrong ACL or policy would otherwise show models and data to everybody.",
    mend: "Add an aws.s3.BucketPublicAccessBlock with all four settings true.",
    references: ["FSBP S3.8", "CIS AWS 2.1.4", "CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56"],
    on: isBucket,
    checkIn: (bucket, stack) => {
      const blocks = beside<PublicAccessBlock>("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", bucket, stack);
      const settings = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;
      const open = settings.filter((setting) => !blocks.some(({ inputs }) => inputs[setting] === true));
      return open.length === 0 ? [] : [`The bucket lets the public in: ${open.join(", ")} is not true.`];
    },
  }),
];

/** Resources that configure this bucket: they name it. */
function beside<Inputs extends { bucket: string }>(
  type: string,
  { name, inputs }: Resource<Bucket>,
  stack: Stack,
): Resource<Inputs>[] {
  return stack.all<Inputs>(type).filter((other) => other.inputs.bucket === (inputs.bucket ?? name));
}
