/** Every rule of the pack, by family. */
import type { Rule } from "./rule.ts";
import { s3Buckets } from "./s3Buckets.ts";

export const families: { title: string; rules: Rule[] }[] = [{ title: "Buckets in Amazon S3", rules: s3Buckets }];

export const rules: Rule[] = families.flatMap((family) => family.rules);
